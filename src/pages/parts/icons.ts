/* Pictures that several pages use, as paths in a square of 24; those of one page stand with it. */

export const callIcon =
  "M6 3h3l2 5-2.500 1.500a12 12 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z";
export const heartIcon =
  "M12 20C7 16 3.500 13 3.500 9A4.500 4.500 0 0 1 12 7a4.500 4.500 0 0 1 8.500 2c0 4-3.500 7-8.500 11z";
export const chatIcon = "M4 5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-8l-5 4v-4H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z";
export const meIcon = "M8 8a4 4 0 1 0 8 0 4 4 0 1 0-8 0M4 21c0-4 3.500-6.500 8-6.500s8 2.500 8 6.500";
export const backIcon = "M15 4l-8 8 8 8";
export const shieldIcon = "M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6zM12 8v5M12 16v.1";
export const placeIcon =
  "M12 21c4-5 7-8 7-12a7 7 0 0 0-14 0c0 4 3 7 7 12zM9.500 9.500a2.500 2.500 0 1 0 5 0 2.500 2.500 0 1 0-5 0";
export const historyIcon = "M4 12a8 8 0 1 1 2.500 5.800M4 12H1.500M4 12l2-2M12 8v4.500l3 2";
export const leaveIcon = "M14 4H5v16h9M10 12h11M17 8l4 4-4 4";
