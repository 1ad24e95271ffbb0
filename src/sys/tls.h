/*
 * What we ask of TLS, said once for libwebsockets and libcurl, and the one store of certificate
 * authorities that both verify against.  The only file that sees OpenSSL.
 */
#ifndef SYS_TLS_H
#define SYS_TLS_H

struct ssl_ctx_st; /* OpenSSL's SSL_CTX */
struct log;
struct tls;

/*
 * tls_create(ca_file, log): client settings that trust the authorities in the PEM file ca_file and
 * nobody else, or with NULL those of the system.  Returns NULL, with a line to log, when the file
 * holds no certificate or memory is short.  The caller ends it with tls_destroy().
 */
struct tls *tls_create(const char *ca_file, struct log *log);

/*
 * tls_destroy(tls): releases it; whoever was given tls_context() must be gone.  NULL is accepted.
 */
void tls_destroy(struct tls *tls);

/*
 * tls_context(tls): the client context, for libwebsockets.  Borrowed from tls.
 */
struct ssl_ctx_st *tls_context(const struct tls *tls);

/*
 * tls_apply(tls, ctx): makes a context that another library has created verify against the same
 * store.  Returns 0, or -1 when it could not be.
 */
int tls_apply(const struct tls *tls, struct ssl_ctx_st *ctx);

#endif
