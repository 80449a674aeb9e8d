import { z } from "zod";

/** What an offer shows of the other person. */
export const matchedUser = z.object({
  username: z.string(),
  age: z.int().nullable(),
  gender: z.string().nullable(),
  profile_image: z.string().nullable(),
  rating: z.number().nullable(),
}).meta({
  id: "MatchedUser",
  examples: [{
    username: "jun",
    age: 27,
    gender: "male",
    profile_image: "/media/4mJ8c0s2Zq1uT7yXb9aLrA.webp",
    rating: 4.5,
  }],
});
