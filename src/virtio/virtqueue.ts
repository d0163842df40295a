
/** The driver's half of a virtqueue: state only, no time. */
export interface DriverQueue {
  /** A chain of so many descriptors fits now. */
  hasRoom(descriptors: number): boolean;
  /** Makes a chain available and publishes the index; `cookie` comes back from `popUsed`. */
  add(cookie: number, readable: number, writable: number, payload: number): void;
  /** Whether the device wants a kick for what was published since the last test. */
  needsKick(): boolean;
  /** Something was used that was not popped. */
  readonly hasUsed: boolean;
  /** The cookie of the next used chain, or -1. */
  popUsed(): number;
  disableCalls(): void;
  /** Asks for a call again; true when something was used meanwhile. */
  enableCalls(): boolean;
  /** Asks for a call after three quarters of what is outstanding; true when so much was used already. */
  enableCallsDelayed(): boolean;
}

/** The device's half. */
export interface DeviceQueue {
  /** The head of the next available chain, or -1. */
  popAvail(): number;
  /** Something is available that was not popped. */
  readonly hasAvail: boolean;
  /** Payload bytes of a chain, as its descriptors say. */
  payloadOf(head: number): number;
  /** The driver's cookie of a chain: whose request it is. */
  cookieOf(head: number): number;
  /** Notes whose packet was put into a receive buffer. */
  fill(head: number, cookie: number): void;
  pushUsed(head: number, written: number): void;
  needsCall(): boolean;
  disableKicks(): void;
  /** Asks for kicks again; true when something became available meanwhile. */
  enableKicks(): boolean;
}
