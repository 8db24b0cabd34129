/** The platforms of the centre, one line each. API, worker and command line run the same ones. */
export const platforms = [];

/** Every table's class. */
export const entities = [];
