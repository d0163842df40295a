import { blk } from './blk.ts';
import { console } from './console.ts';
import type { Device } from './device.ts';
import { net } from './net.ts';
import { nullDevice } from './null.ts';

export const devices = { console, blk, net, null: nullDevice } as const satisfies Record<string, Device>;

export type DeviceId = keyof typeof devices;
