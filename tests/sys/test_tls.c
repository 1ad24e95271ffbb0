/* Tests of src/sys/tls.c. */
#include "sys/tls.h"

#include "sys/peer.h"
#include "sys/world.h"

static struct world w;

static int set_up(void **state)
{
	(void)state;
	signal(SIGPIPE, SIG_IGN);
	world_init_log(&w);
	world_make_dir(&w);
	peer_make_certificates(w.dir);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static void hold(struct conn *c)
{
	peer_wait_gone(c);
}

/* Whether a client with that context trusts dir/name.pem, whoever it is for. */
static bool trusts(struct ssl_ctx_st *ctx, const char *name)
{
	struct peer peer = {.script = hold, .tls = peer_tls(w.dir, name)};
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	SSL *ssl = SSL_new(ctx);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bool ok;

	peer_start(&peer);
	to.sin_port = htons(peer.port);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	SSL_set_fd(ssl, fd);
	SSL_set_verify(ssl, SSL_VERIFY_PEER, NULL);
	ok = SSL_connect(ssl) == 1;
	SSL_free(ssl);
	close(fd);
	peer_stop(&peer);
	return ok;
}

static void authorities(void **state)
{
	struct tls *tls = tls_create(world_path(&w, "ca.pem"), &w.log);

	(void)state;
	assert_non_null(tls);
	assert_true(trusts(tls_context(tls), "good"));
	tls_destroy(tls);
	tls = tls_create(world_path(&w, "stranger.pem"), &w.log);
	assert_non_null(tls);
	assert_false(trusts(tls_context(tls), "good"));
	tls_destroy(tls);
	tls = tls_create(NULL, &w.log);
	assert_non_null(tls);
	assert_false(trusts(tls_context(tls), "good"));
	tls_destroy(tls);
	tls_destroy(NULL);
}

/* Another library's context, which trusted somebody else. */
static void shared(void **state)
{
	struct tls *tls = tls_create(world_path(&w, "ca.pem"), &w.log);
	SSL_CTX *other = SSL_CTX_new(TLS_client_method());

	(void)state;
	assert_int_equal(SSL_CTX_load_verify_file(other, world_path(&w, "stranger.pem")), 1);
	assert_false(trusts(other, "good"));
	assert_int_equal(tls_apply(tls, other), 0);
	assert_true(trusts(other, "good"));
	assert_ptr_equal(SSL_CTX_get_cert_store(other), SSL_CTX_get_cert_store(tls_context(tls)));
	/* the store lives as long as one of them needs it */
	tls_destroy(tls);
	assert_true(trusts(other, "good"));
	SSL_CTX_free(other);
}

static void no_authorities(void **state)
{
	(void)state;
	assert_null(tls_create(world_path(&w, "none.pem"), &w.log));
	assert_true(world_logged(&w, "cannot load certificate authorities from "));
	world_write(world_path(&w, "text.pem"), "not a certificate\n");
	assert_null(tls_create(world_path(&w, "text.pem"), &w.log));
	assert_null(tls_create(world_path(&w, "good.key"), &w.log));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(authorities, set_up, tear_down),
		cmocka_unit_test_setup_teardown(shared, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_authorities, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
