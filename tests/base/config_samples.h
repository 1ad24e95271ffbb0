/*
 * Configurations that several tests read: one with every key, and one with places that inherit from each other.
 */
#ifndef TESTS_BASE_CONFIG_SAMPLES_H
#define TESTS_BASE_CONFIG_SAMPLES_H

#define CONFIG_WHOLE                                                                               \
	"accounts:\n"                                                                              \
	"  - name: main\n"                                                                         \
	"    platform: discord\n"                                                                  \
	"    token: {file: \"/run/sec rets/\xc3\xa9\"}\n"                                          \
	"    api: http://127.0.0.1:8080/api\n"                                                     \
	"    gateway: ws://[::1]:8081/\n"                                                          \
	"    buttons: no\n"                                                                        \
	"  - {name: 'se-cond', platform: \"discord\", token: {credential: tok.en}}\n"              \
	"defaults: {region: uk, mode: \"ambient\", staff-channel: \"1\", staff-role: \"2\"}\n"     \
	"direct: {region: default, staff-channel: \"7\", staff-urgent: no}\n"                      \
	"servers:\n"                                                                               \
	"  - id: \"12345678901234567890\"\n"                                                       \
	"    account: se-cond\n"                                                                   \
	"    region: nz\n"                                                                         \
	"    mode: off\n    threads: no\n"                                                         \
	"    staff-channel: \"3\"\n"                                                               \
	"    staff-role: \"4\"\n"                                                                  \
	"    staff-urgent: yes\n"                                                                  \
	"    staff-next: [{channel: \"8\", role: \"9\"}, {channel: \"10\"}]\n"                     \
	"    operators: [{id: \"11\"}]\n"                                                          \
	"    channels:\n"                                                                          \
	"      - {id: '5', keep-unanswered: 9d, threads: yes, region: ie, mode: faq, "             \
	"staff-channel: "                                                                          \
	"\"#staff\", "                                                                             \
	"staff-role: '6'}\n"                                                                       \
	"      - id: \"!\\\"~\"\n"                                                                 \
	"  - id: \"x\"\n"                                                                          \
	"alerts: {after: 5m, repeats: 10, webhook: {env: HOOK}, command: /bin/page me}\n"          \
	"operators: [{id: \"12\"}, {id: \"13\"}]\n"                                                \
	"content: \"./a \\\"b\\\" \\\\c\"\n"                                                       \
	"state: /var/lib/a b\n"                                                                    \
	"retention: 30d\n"                                                                         \
	"audit: 90d\n"                                                                             \
	"admin: 127.0.0.2:1\n"                                                                     \
	"dashboard: {token: {env: DASH}}\n"                                                        \
	"log: debug\n"                                                                             \
	"log-format: logfmt\n"                                                                     \
	"cooldown: {answer: \"24h\", person: 0s}\n"                                                \
	"late: 90m\n"

#define CONFIG_PLACES                                                                              \
	"accounts:\n"                                                                              \
	"  - {name: a, platform: discord, token: {env: A}}\n"                                      \
	"  - {name: b, platform: discord, token: {env: B}}\n"                                      \
	"defaults: {region: uk, mode: ambient, staff-channel: \"d-staff\"}\n"                      \
	"direct: {region: ca}\n"                                                                   \
	"servers:\n"                                                                               \
	"  - id: \"s1\"\n"                                                                         \
	"    region: us\n"                                                                         \
	"    mode: off\n"                                                                          \
	"    staff-role: \"s1-role\"\n"                                                            \
	"    channels:\n"                                                                          \
	"      - {id: \"c1\", mode: faq}\n"                                                        \
	"      - {id: \"c2\", region: nz, staff-channel: \"c2-staff\", staff-role: \"c2-role\"}\n" \
	"      - {id: \"thread\", region: au}\n"                                                   \
	"  - {id: \"s2\", account: b, region: ie, channels: [{id: \"c1\", region: default}]}\n"    \
	"  - {id: \"s3\"}\n"

#endif
