/* Pictures of the page of calls, as paths in a square of 24. */

export const gemIcon = "M7 4h10l4 6-9 10L3 10zM3 10h18M9.500 4 8 10l4 10 4-10-1.500-6";
export const hangUpIcon = "M3 14c-1-2 0-4 2-5a16 16 0 0 1 14 0c2 1 3 3 2 5l-1 2-4-1.500v-3a12 12 0 0 0-8 0v3L4 16z";
export const microphoneIcon = "M9 6a3 3 0 0 1 6 0v6a3 3 0 0 1-6 0zM5 11a7 7 0 0 0 14 0M12 18v3";
export const mutedIcon = "M9 6a3 3 0 0 1 6 0v6a3 3 0 0 1-6 0zM5 11a7 7 0 0 0 14 0M12 18v3M4 3l16 18";
export const starIcon =
  "M12 3l2.700 5.800 6.300.8-4.600 4.300 1.200 6.300-5.600-3.100-5.600 3.100 1.200-6.300L3 9.600l6.300-.8z";
