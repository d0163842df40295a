/** Tick values of a logarithmic axis: 1, 2 and 5 of every decade; Vega shows those within the domain and nothing between. */
export const ONE_TWO_FIVE: readonly number[] = [-3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((decade) => [1, 2, 5].map((digit) => Number(`${digit}e${decade}`)));
