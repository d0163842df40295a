import { z } from 'zod';

/** A word that can be the name of a file: reports/NAME.html. */
export const fileWord = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, { error: 'must be letters, digits, points, dashes and underscores, at most 64' });

/** The name of a profile of the lab, or `./path.yaml` beside or below the file that names it. */
export const profileName = z
  .string()
  .max(200)
  .regex(/^([A-Za-z0-9][A-Za-z0-9._-]{0,63}|\.(\/[\p{L}\p{N}_-][\p{L}\p{N}_ .-]*)+)$/u, { error: 'must be the name of a profile, or ./path.yaml beside or below this file' });
