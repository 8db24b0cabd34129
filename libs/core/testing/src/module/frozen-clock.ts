/** A clock that stands still until the test moves it. */
export class FrozenClock {
  private moment: Date;

  constructor(start: Date) {
    this.moment = start;
  }

  now(): Date {
    return this.moment;
  }

  set(moment: Date): void {
    this.moment = moment;
  }

  /** Moves it on by so many days, hours, minutes and seconds. */
  advance({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Partial<Record<Unit, number>>): void {
    const total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
    this.moment = new Date(this.moment.getTime() + total * 1000);
  }
}

type Unit = 'days' | 'hours' | 'minutes' | 'seconds';
