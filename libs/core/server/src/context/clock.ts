/** Where the time comes from. Tests put another clock in its place; nothing else reads the system's time. */
export class Clock {
  now(): Date {
    return new Date();
  }
}
