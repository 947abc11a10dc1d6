/** The account that the first run makes. */
export const OWNER = { name: "Test Owner", email: "owner@example.net", password: "a long enough password" };

/** Where the owner's session is kept for the journeys after the first run. */
export const SIGNED_IN = ".threadline/signed-in.json";
