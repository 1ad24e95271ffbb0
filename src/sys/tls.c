/*
 * One TLS policy and one store of authorities; see tls.h.
 *
 * libwebsockets would build a context of its own, but that one also trusts whatever stands in the
 * directory ../share (a relative path that was compiled into Debian's package), wherever the daemon
 * was started.
 */
#include "sys/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>

#include "base/log.h"

struct tls {
	SSL_CTX *ctx;
};

/* Fills the store; returns 0 or -1. */
static int load_authorities(SSL_CTX *ctx, const char *ca_file)
{
	int ok = ca_file ? SSL_CTX_load_verify_file(ctx, ca_file)
			 : SSL_CTX_set_default_verify_paths(ctx);

	return ok == 1 ? 0 : -1;
}

static int set_policy(SSL_CTX *ctx)
{
	if (SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) != 1)
		return -1;
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_options(ctx, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
	/* libwebsockets repeats a write from another buffer; an idle connection needs no buffers */
	SSL_CTX_set_mode(ctx, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
	return 0;
}

struct tls *tls_create(const char *ca_file, struct log *log)
{
	struct tls *tls = calloc(1, sizeof(*tls));

	if (!tls)
		return NULL;
	tls->ctx = SSL_CTX_new(TLS_client_method());
	if (!tls->ctx || set_policy(tls->ctx) != 0)
		goto fail;
	if (load_authorities(tls->ctx, ca_file) != 0) {
		log_error(log, "tls", "cannot load certificate authorities from %s",
			ca_file ? ca_file : "the system's store");
		goto fail;
	}
	return tls;
fail:
	ERR_clear_error();
	tls_destroy(tls);
	return NULL;
}

void tls_destroy(struct tls *tls)
{
	if (!tls)
		return;
	SSL_CTX_free(tls->ctx);
	free(tls);
}

struct ssl_ctx_st *tls_context(const struct tls *tls)
{
	return tls->ctx;
}

int tls_apply(const struct tls *tls, struct ssl_ctx_st *ctx)
{
	X509_STORE *store = SSL_CTX_get_cert_store(tls->ctx);

	if (!store)
		return -1;
	SSL_CTX_set1_cert_store(ctx, store);
	return 0;
}
