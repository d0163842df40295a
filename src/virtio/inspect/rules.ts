/** A requirement of VIRTIO 1.2: its section, who has to keep it, what it says. */
export interface Rule {
  readonly section: string;
  readonly by: 'driver' | 'device';
  readonly says: string;
}

/** The requirements that a dump can be held against. */
export const rules = {
  splitSize: { section: '2.7', by: 'driver', says: 'the size of a split virtqueue is a power of two' },
  splitAlignment: { section: '2.7.1', by: 'driver', says: 'descriptor table, available ring and used ring are aligned to 16, 2 and 4 bytes' },
  splitOrder: { section: '2.7.4.2', by: 'driver', says: 'writable elements come after all readable ones' },
  splitFlags: { section: '2.7.5', by: 'driver', says: 'a descriptor has the flags NEXT, WRITE and INDIRECT and no others' },
  splitNext: { section: '2.7.5', by: 'driver', says: 'the queue size is the number of descriptors in the table' },
  splitAddress: { section: '2.7.5', by: 'driver', says: 'addr is a guest-physical address' },
  splitLoop: { section: '2.7.5.2', by: 'driver', says: 'loops in a descriptor chain are forbidden' },
  splitTotal: { section: '2.7.5.2', by: 'driver', says: 'a chain is at most 2^32 bytes long' },
  splitInOrderNext: { section: '2.7.5.2', by: 'driver', says: 'under IN_ORDER, next is the index behind, and 0 at the end of the table' },
  splitTable: { section: '2.7.5.3', by: 'driver', says: 'an indirect table is a whole number of descriptors of 16 bytes' },
  splitIndirectFeature: { section: '2.7.5.3.1', by: 'driver', says: 'INDIRECT is set only where INDIRECT_DESC was negotiated' },
  splitNested: { section: '2.7.5.3.1', by: 'driver', says: 'INDIRECT is not set within an indirect table' },
  splitIndirectNext: { section: '2.7.5.3.1', by: 'driver', says: 'INDIRECT and NEXT are not set together' },
  splitLength: { section: '2.7.5.3.1', by: 'driver', says: 'a chain has no more descriptors than the queue' },
  availHead: { section: '2.7.6', by: 'driver', says: 'an entry of the available ring is the head of a descriptor chain' },
  availIdx: { section: '2.7.6.1', by: 'driver', says: 'the available index is never decremented' },
  availAhead: { section: '2.7.13', by: 'driver', says: 'no more chains are available than the queue has descriptors' },
  availFlags: { section: '2.7.7.1', by: 'driver', says: 'flags of the available ring are 0 or 1, and 0 under EVENT_IDX' },
  usedId: { section: '2.7.8', by: 'device', says: 'an id in the used ring is a head that was in the available ring before' },
  usedAhead: { section: '2.7.8', by: 'device', says: 'a chain is used once, after it was made available' },
  usedLen: { section: '2.7.8.2', by: 'device', says: 'the device writes at least len bytes into the writable part' },
  usedFlags: { section: '2.7.10.2', by: 'device', says: 'flags of the used ring are 0 or 1, and 0 under EVENT_IDX' },
  splitShared: { section: '2.7.13.1', by: 'driver', says: 'a buffer is placed into free descriptors' },
  packedWrap: { section: '2.8.1', by: 'device', says: 'the wrap counters change once in each pass of the ring' },
  packedAddress: { section: '2.8.13', by: 'driver', says: 'addr is a guest-physical address' },
  packedFlags: { section: '2.8.13', by: 'driver', says: 'a descriptor has the flags NEXT, WRITE, INDIRECT, AVAIL and USED and no others' },
  packedTable: { section: '2.8.7', by: 'driver', says: 'an indirect table is a whole number of descriptors of 16 bytes' },
  packedEventFlags: { section: '2.8.10', by: 'driver', says: 'event flags are 0, 1, or 2 under EVENT_IDX; the offset lies within the ring' },
  packedDeviceEventFlags: { section: '2.8.10', by: 'device', says: 'event flags are 0, 1, or 2 under EVENT_IDX; the offset lies within the ring' },
  packedAlignment: { section: '2.8.11', by: 'driver', says: 'descriptor ring and event suppression structures are aligned to 16, 4 and 4 bytes' },
  packedEventReserved: { section: '2.8.14', by: 'driver', says: 'the other 14 bits of the event flags are 0' },
  packedDeviceEventReserved: { section: '2.8.14', by: 'device', says: 'the other 14 bits of the event flags are 0' },
  packedOrder: { section: '2.8.17', by: 'driver', says: 'writable elements come after all readable ones' },
  packedLength: { section: '2.8.17', by: 'driver', says: 'a list has no more descriptors than the queue, so it has no loops' },
  packedUnfinished: { section: '2.8.17', by: 'driver', says: 'the first descriptor of a list is made available after all others of it' },
  packedIndirectFeature: { section: '2.8.19', by: 'driver', says: 'INDIRECT is set only where INDIRECT_DESC was negotiated' },
  packedIndirectNext: { section: '2.8.19', by: 'driver', says: 'a list linked by NEXT has no descriptor with INDIRECT' },
  packedNested: { section: '2.8.19', by: 'driver', says: 'WRITE is the only flag within an indirect table: no table within a table' },
  packedTableFlags: { section: '2.8.19', by: 'driver', says: 'WRITE is the only flag within an indirect table' },
  packedId: { section: '2.8.21.1', by: 'driver', says: 'a buffer takes a free buffer id' },
  packedShared: { section: '2.8.21.1', by: 'driver', says: 'a buffer is placed into free descriptors' },
  packedUsedAhead: { section: '2.8.6', by: 'device', says: 'a buffer is used once, after it was made available' },
  packedUsedId: { section: '2.8.6', by: 'device', says: 'one used descriptor is written for each list, with its buffer id' },
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof rules;
