export { nearest, editDistance } from '../experiment/nearest.ts';
