/** What somebody does for the Meldpunt itself; none of them is bound to an organisation. */
export const houseRoles = ["operator", "vetter", "privacy-officer", "auditor"] as const;

export type HouseRole = (typeof houseRoles)[number];

/** What somebody does for one organisation: each may do what the one before may. */
export const memberRoles = ["reader", "handler", "administrator"] as const;

export type MemberRole = (typeof memberRoles)[number];

export type Role = HouseRole | MemberRole | "finder";
