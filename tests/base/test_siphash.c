/* Tests of src/base/siphash.c. */
#include "base/siphash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/*
 * The designers' vectors of SipHash-2-4: the key is 00 01 .. 0f, the n-th input is 00 01 .. n-1 (Aumasson
 * and Bernstein 2012, appendix A gives number 15; their reference code the others).
 */
static const uint64_t vectors[] = {
	0x726fdb47dd0e0e31,
	0x74f839c593dc67fd,
	0x0d6c8009d9a94f5a,
	0x85676696d7fb7e2d,
	0xcf2794e0277187b7,
	0x18765564cd99a68d,
	0xcbc9466e58fee3ce,
	0xab0200f58b01d137,
	0x93f5f5799a932462,
	0x9e0082df0ba9e4b0,
	0x7a5dbbc594ddb9f3,
	0xf4b32f46226bada7,
	0x751e8fbc860ee5fb,
	0x14ea5627c0843d90,
	0xf723ca908e7af2ee,
	0xa129ca6149be45e5,
};

static void fill(uint8_t *bytes, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		bytes[i] = (uint8_t)i;
}

static void reference_vectors(void **state)
{
	uint8_t key[SIPHASH_KEY], data[16];
	size_t n;

	(void)state;
	fill(key, sizeof(key));
	fill(data, sizeof(data));
	for (n = 0; n < sizeof(vectors) / sizeof(vectors[0]); n++)
		assert_true(siphash(key, data, n) == vectors[n]);
}

/* The address of the input is of no account, and not a byte beyond its end is read. */
static void any_alignment(void **state)
{
	uint8_t key[SIPHASH_KEY], data[32];
	size_t shift;

	(void)state;
	fill(key, sizeof(key));
	for (shift = 0; shift < 8; shift++) {
		memset(data, 0xee, sizeof(data));
		fill(data + shift, 15);
		assert_true(siphash(key, data + shift, 15) == vectors[15]);
	}
	assert_true(siphash(key, "", 0) == vectors[0]);
}

/* Every bit of the key and of the input counts; so does the length where all bytes are zero. */
static void every_bit_counts(void **state)
{
	uint8_t key[SIPHASH_KEY], data[15];
	const uint8_t zeroes[300] = {0};
	unsigned bit;

	(void)state;
	fill(key, sizeof(key));
	fill(data, sizeof(data));
	for (bit = 0; bit < 8 * sizeof(key); bit++) {
		key[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_true(siphash(key, data, sizeof(data)) != vectors[15]);
		key[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	for (bit = 0; bit < 8 * sizeof(data); bit++) {
		data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_true(siphash(key, data, sizeof(data)) != vectors[15]);
		data[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	assert_true(siphash(key, zeroes, 8) != siphash(key, zeroes, 16));
	assert_true(siphash(key, zeroes, 44) != siphash(key, zeroes, 300));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reference_vectors),
		cmocka_unit_test(any_alignment),
		cmocka_unit_test(every_bit_counts),
	};

	return cmocka_run_group_tests_name("base/siphash", tests, NULL, NULL);
}
