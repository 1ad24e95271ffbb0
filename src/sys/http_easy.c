/* The options of one libcurl request; see http_easy.h. */
#include "sys/http_easy.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "sys/http.h"
#include "sys/http_call.h"
#include "sys/tls.h"

#define KEEPALIVE_SECS 30 /* of silence, after which TCP asks whether the peer is still there */

_Static_assert(HTTP_CALL_DETAIL_MAX >= CURL_ERROR_SIZE, "libcurl writes that much");

/* ------------------------------------------------------------------ what libcurl calls */

static size_t on_header(char *data, size_t size, size_t n, void *ctx)
{
	struct http_call *call = ctx;

	(void)data;
	call->header_bytes += size * n;
	return call->header_bytes <= HTTP_ANSWER_HEADERS_MAX ? size * n : 0;
}

static size_t on_body(char *data, size_t size, size_t n, void *ctx)
{
	struct http_call *call = ctx;

	return buf_put(&call->answer, data, size * n) ? size * n : 0;
}

/* TCP alone would go on resending for a quarter of an hour to a peer that is gone. */
static int on_new_socket(void *ctx, curl_socket_t fd, curlsocktype purpose)
{
	unsigned ms = HTTP_UNACKED_MS;

	(void)ctx;
	(void)purpose;
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms, sizeof(ms));
	return CURL_SOCKOPT_OK;
}

static CURLcode on_tls(CURL *easy, void *ssl_ctx, void *ctx)
{
	const struct http_easy_policy *policy = ctx;

	(void)easy;
	return tls_apply(policy->tls, ssl_ctx) == 0 ? CURLE_OK : CURLE_SSL_CERTPROBLEM;
}

/* ------------------------------------------------------------------ options */

static int add_field(struct http_call *call, const char *field)
{
	struct curl_slist *grown = curl_slist_append(call->fields, field);

	if (!grown)
		return -1;
	call->fields = grown;
	return 0;
}

static int set_fields(struct http_call *call, const struct http_easy_policy *policy)
{
	/* libcurl would call it a form; beyond HTTP_BODY_MAX it would await a "100 Continue" too */
	if (add_field(call, call->body_len ? "Content-Type: application/json" : "Content-Type:") !=
		0)
		return -1;
	if (call->authorized && add_field(call, policy->authorization) != 0)
		return -1;
	return curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, call->fields) == CURLE_OK ? 0 : -1;
}

static int set_method(struct http_call *call)
{
	CURL *easy = call->easy;
	bool ok = true;

	if (call->body) {
		ok &= curl_easy_setopt(easy, CURLOPT_POSTFIELDS, call->body) == CURLE_OK;
		ok &= curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
			      (curl_off_t)call->body_len) == CURLE_OK;
	}
	ok &= curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, call->method) == CURLE_OK;
	return ok ? 0 : -1;
}

/* Numbers and constants; what is not set is libcurl's default. */
static int set_policy(struct http_call *call)
{
	const struct {
		CURLoption option;
		long value;
	} numbers[] = {
		{CURLOPT_NOSIGNAL, 1},
		{CURLOPT_QUICK_EXIT, 1}, /* never wait for a resolver thread */
		{CURLOPT_FOLLOWLOCATION, 0},
		{CURLOPT_PATH_AS_IS, 1},
		{CURLOPT_SSL_VERIFYPEER, 1},
		{CURLOPT_SSL_VERIFYHOST, 2},
		{CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
		{CURLOPT_HTTP_VERSION,
			call->plain ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS},
		/* rather a stream of the first connection than a second connection */
		{CURLOPT_PIPEWAIT, 1},
		{CURLOPT_CONNECTTIMEOUT_MS, HTTP_CONNECT_MS},
		{CURLOPT_TCP_KEEPALIVE, 1},
		{CURLOPT_TCP_KEEPIDLE, KEEPALIVE_SECS},
		{CURLOPT_TCP_KEEPINTVL, KEEPALIVE_SECS / 3},
	};
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (curl_easy_setopt(call->easy, numbers[i].option, numbers[i].value) != CURLE_OK)
			return -1;
	}
	return 0;
}

static int set_strings(struct http_call *call, const struct http_easy_policy *policy)
{
	const struct {
		CURLoption option;
		const char *value;
	} strings[] = {
		{CURLOPT_URL, call->url},
		{CURLOPT_PROTOCOLS_STR, call->plain ? "http" : "https"},
		{CURLOPT_REDIR_PROTOCOLS_STR, "https"},
		{CURLOPT_USERAGENT, policy->user_agent},
		{CURLOPT_PROXY, ""},    /* not the environment's */
		{CURLOPT_CAINFO, NULL}, /* on_tls() puts the loop's store in */
		{CURLOPT_CAPATH, NULL},
	};
	size_t i;

	for (i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		if (curl_easy_setopt(call->easy, strings[i].option, strings[i].value) != CURLE_OK)
			return -1;
	}
	return 0;
}

static int set_functions(struct http_call *call, struct http_easy_policy *policy)
{
	CURL *easy = call->easy;
	bool ok = true;

	ok &= curl_easy_setopt(easy, CURLOPT_PRIVATE, call) == CURLE_OK;
	ok &= curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, call->detail) == CURLE_OK;
	ok &= curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header) == CURLE_OK;
	ok &= curl_easy_setopt(easy, CURLOPT_HEADERDATA, call) == CURLE_OK;
	ok &= curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK;
	ok &= curl_easy_setopt(easy, CURLOPT_WRITEDATA, call) == CURLE_OK;
	ok &= curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, on_new_socket) == CURLE_OK;
	ok &= curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_tls) == CURLE_OK;
	ok &= curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, policy) == CURLE_OK;
	return ok ? 0 : -1;
}

int http_easy_create(struct http_call *call, struct http_easy_policy *policy)
{
	call->easy = curl_easy_init();
	if (!call->easy)
		return -1;
	if (set_policy(call) == 0 && set_strings(call, policy) == 0 &&
		set_functions(call, policy) == 0 && set_method(call) == 0 &&
		set_fields(call, policy) == 0)
		return 0;
	http_easy_free(call);
	return -1;
}

void http_easy_free(struct http_call *call)
{
	curl_easy_cleanup(call->easy);
	curl_slist_free_all(call->fields);
	call->easy = NULL;
	call->fields = NULL;
}
