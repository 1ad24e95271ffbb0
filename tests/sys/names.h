/*
 * A name service for tests: this getaddrinfo() stands in front of the C library's, for our resolver
 * and for libcurl's alike.
 *
 *	lumbard.test  127.0.0.1
 *	two.test      127.0.0.2, where nobody listens, then 127.0.0.1
 *	twice.test    127.0.0.1, twice
 *	nowhere.test  does not exist
 *	slow.test     does not answer until names_release()
 */
#ifndef TESTS_SYS_NAMES_H
#define TESTS_SYS_NAMES_H

#include <dlfcn.h>
#include <netdb.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <string.h>

typedef int names_fn(
	const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **out);

static sem_t names_gate;
static sem_t names_reached;    /* posted when slow.test was asked for */
static atomic_int names_asked; /* how often slow.test was asked for */

__attribute__((constructor)) static void names_init(void)
{
	sem_init(&names_gate, 0, 0);
	sem_init(&names_reached, 0, 0);
}

__attribute__((unused)) static void names_release(void)
{
	sem_post(&names_gate);
}

/* Waits until slow.test was asked for; earlier questions may have left posts behind. */
__attribute__((unused)) static void names_await(void)
{
	while (!atomic_load(&names_asked))
		sem_wait(&names_reached);
}

__attribute__((visibility("default"))) int getaddrinfo(const char *restrict name,
	const char *restrict service, const struct addrinfo *restrict hints,
	struct addrinfo **restrict out)
{
	struct addrinfo *second;
	names_fn *real;
	int error;

	*(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
	if (!name || !strstr(name, ".test"))
		return real(name, service, hints, out);
	if (strcmp(name, "slow.test") == 0) {
		atomic_fetch_add(&names_asked, 1);
		sem_post(&names_reached);
		sem_wait(&names_gate);
		return EAI_AGAIN;
	}
	if (strcmp(name, "lumbard.test") == 0)
		return real("127.0.0.1", service, hints, out);
	if (strncmp(name, "tw", 2) != 0)
		return EAI_NONAME;
	error = real(name[2] == 'o' ? "127.0.0.2" : "127.0.0.1", service, hints, out);
	if (error)
		return error;
	error = real("127.0.0.1", service, hints, &second);
	if (error) {
		freeaddrinfo(*out);
		return error;
	}
	(*out)->ai_next = second;
	return 0;
}

#endif
