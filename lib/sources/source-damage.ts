/** What stands in a file cannot be followed any further. What was given before it is right and stays. */
export class SourceDamage extends Error {}

/** A file passes a limit that no honest one comes near: reading it stops, and the piece under way is not kept. */
export class SourceLimit extends SourceDamage {}
