/** How a finding was established: verified, inferred (from a version, a banner) or merely reported. */
export const grades = ["reported", "inferred", "verified"] as const;

export type Grade = (typeof grades)[number];
