import { kmBetween, type Place, placeOf, regionOf } from "../location.ts";
import { makeShelves, type Shelves } from "./shelves.ts";
import type { Waiting } from "./waiting_person.ts";

/** People with a place, by region and by how far they look. */
export type Zones<P extends Waiting> = {
  /** The shelves for people of a cell who look that far. */
  shelvesAt(cell: string, place: Place, radiusKm: number | null): Shelves<P>;
  /** Adds to `found` the shelves of every zone that is near enough for both sides. */
  addNear(found: Shelves<P>[], place: Place, radiusKm: number | null): void;
};

/** Those of a region whose radius is alike. */
type Zone<P extends Waiting> = {
  centre: Place;
  /** How far from the centre people of it are, and have been. */
  sizeKm: number;
  /** The largest radius of anyone here; infinite if someone has none. */
  reachKm: number;
  shelves: Shelves<P>;
};

/** The last is as far as one can be on the globe. */
const reaches = [15, 60, 250, 20_100];
/** More than rounding takes from a distance. */
const slackKm = 0.001;

/** Makes zones, each when the first person of it comes. */
export function makeZones<P extends Waiting>(): Zones<P> {
  const zones = new Map<string, Zone<P>>();
  return {
    shelvesAt(cell, place, radiusKm) {
      const reachKm = radiusKm === null
        ? Infinity
        : reaches.find((reach) => radiusKm <= reach) ?? reaches[reaches.length - 1];
      const region = regionOf(cell);
      const name = `${region} ${reachKm}`;
      const zone = zones.get(name) ?? { centre: placeOf(region), sizeKm: 0, reachKm, shelves: makeShelves<P>() };
      zones.set(name, zone);
      zone.sizeKm = Math.max(zone.sizeKm, kmBetween(zone.centre, place) + slackKm);
      return zone.shelves;
    },
    addNear(found, place, radiusKm) {
      for (const { centre, sizeKm, reachKm, shelves } of zones.values()) {
        // who asks for nobody near has met those who do not either
        if (radiusKm === null && reachKm === Infinity) continue;
        if (kmBetween(place, centre) - sizeKm <= Math.min(reachKm, radiusKm ?? Infinity)) found.push(shelves);
      }
    },
  };
}
