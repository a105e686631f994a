// The hub's own clock, as `scripts/with-backend` has set it: that of a zone in which it is morning when the tests begin. What is on "today" would else be over, or of another day, whenever they run late in the evening.
const HOUR = 3_600_000;

/** By how much the hub's clock is ahead of UTC, in milliseconds. */
export const AHEAD = Number(process.env.HUB_HOURS_AHEAD ?? 5) * HOUR;

/** IANA name of a zone that is so many hours ahead; such names count westwards. */
const zoneOf = (hours: number) => `Etc/GMT${hours > 0 ? "-" : "+"}${Math.abs(hours)}`;

/** Of its zone. */
export const ZONE = zoneOf(AHEAD / HOUR);

/** A zone in which it is this hour, or will be in at most three minutes and then stay for an hour. */
export const zoneWhereItIs = (hour: number): string => zoneOf(((hour - new Date(Date.now() + 180_000).getUTCHours() + 36) % 24) - 12);

/** "2026-11-30T14": the hub's date and hour at that moment; cut off what is not wanted. */
export const local = (at: number): string => new Date(at + AHEAD).toISOString();

/** The moment of an hour of the hub's clock, `days` after today. */
export const atHour = (hour: number, days = 0): number => (Math.floor((Date.now() + AHEAD) / (24 * HOUR)) + days) * 24 * HOUR + hour * HOUR - AHEAD;
