/*
 * SipHash-2-4 (Aumasson and Bernstein 2012): a keyed hash that strangers who choose the input cannot
 * steer, and from which without the key nothing can be told of it.
 */
#ifndef BASE_SIPHASH_H
#define BASE_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

#define SIPHASH_KEY 16 /* bytes of a key */

/*
 * siphash(key, data, len): the hash of the len bytes under the key.
 */
uint64_t siphash(const uint8_t key[SIPHASH_KEY], const void *data, size_t len);

#endif
