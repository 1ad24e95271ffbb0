#!/bin/bash
# What boot.sh runs in the machine: the package is installed without a token, started against the sandbox's
# Discord, upgraded while it runs, removed, installed again and purged; after each step stands what has to be.
set -euo pipefail
cd /packages
export DEBIAN_FRONTEND=noninteractive
trap 'echo "FAILED: line $LINENO: $BASH_COMMAND"' ERR
PORT=8080
TOKEN=sandbox-token-that-opens-nothing-else
SERVER=1300000000000000001 ANN=1300000000000000011 HELP=1300000000000000020 STAFF=1300000000000000025
STATE=/var/lib/lumbard
OURS=/etc/lumbard/responses/prevention/posture.md

step() { printf '%s\n' "$*"; }

fail() {
	printf 'FAILED: %s\n' "$*"
	journalctl --no-pager -n 60 -u lumbard.service -u sandbox.service || true
	exit 1
}

# is COMMAND...: what has to be
is() { "$@" || fail "not so: $*"; }
is_not() { ! "$@" || fail "is so: $*"; }

# lumbard's log from now on, or from where the cursor was left, until a line fits
until_logged() {
	timeout 30 grep -q -m 1 -E "$1" < <(journalctl -u lumbard.service -f -o cat --after-cursor "$cursor") || fail "not logged: $1"
}
now() { cursor=$(journalctl -n 1 --show-cursor -o cat | sed -n 's/^-- cursor: //p'); }

# What stands in a channel, as its id, author and text, the latest first.
messages() {
	curl -sf -A 'DiscordBot (https://lumbard.example.org, 1)' -H "Authorization: Bot $TOKEN" "http://127.0.0.1:$PORT/api/v10/channels/$1/messages?limit=100" |
		jq -r '.[] | "\(.author.username): \(.content | gsub("\n"; " "))"'
}
count() {
	messages "$1" >messages
	grep -c -E "$2" messages || true
}

# say TEXT: Ann writes it in #back-help, by the page's socket: an RFC 6455 frame with a mask of zeros
say() {
	local text
	text=$(jq -cn --arg c "$HELP" --arg u "$ANN" --arg t "$1" '{type: "send", ref: "1", channel: $c, user: $u, text: $t, reply_to: null}')
	printf '\x81\xfe%b\0\0\0\0%s' "$(printf '\\x%02x\\x%02x' $((${#text} / 256)) $((${#text} % 256)))" "$text" >&3
}
# heard PATTERN: waits until the page is told something that fits
heard() {
	local part
	while IFS= read -r -t 30 -d '}' part <&3; do
		[[ $part =~ $1 ]] && return
	done 2>/dev/null
	fail "the page did not hear: $1"
}
open_page() {
	exec 3<>"/dev/tcp/127.0.0.1/$PORT"
	printf 'GET /page HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nOrigin: http://127.0.0.1:%s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n' "$PORT" "$PORT" >&3
	heard '"type":"state"'
}

# apt without a network; a conffile that was changed here stays
apt_install() { apt-get install -y -q -o Dpkg::Options::=--force-confold "$@" >install.log 2>&1 || { cat install.log; fail "apt-get install $*"; }; }

ip link set lo up 2>/dev/null || true

step '1. installed without a token: not started, and said so'
apt_install /packages/old.deb
is grep -q "put the bot's token into /etc/lumbard/discord-token" install.log
is_not systemctl is-active --quiet lumbard
is_not systemctl is-failed --quiet lumbard
is systemctl is-enabled --quiet lumbard
is [ "$(stat -c '%U %G %a' $STATE)" = 'lumbard lumbard 700' ]
is [ "$(getent passwd lumbard | cut -d: -f6,7)" = '/nonexistent:/usr/sbin/nologin' ]
systemctl start lumbard
is_not systemctl is-active --quiet lumbard
is lumbard check >/dev/null

step '2. a wrong configuration is not tried again and again'
(umask 077 && echo "$TOKEN" >/etc/lumbard/discord-token)
chmod 644 /etc/lumbard/discord-token
cp /etc/lumbard/lumbard.yaml sample.yaml
echo 'modes: ambient' >>/etc/lumbard/lumbard.yaml
is_not systemctl start lumbard 2>/dev/null
is [ "$(systemctl show -P ExecMainStatus lumbard)" = 78 ]
is [ "$(systemctl show -P NRestarts lumbard)" = 0 ]
systemctl reset-failed lumbard

step '3. started, with the token as a credential'
systemd-run --quiet --unit=sandbox lumbard sandbox --no-bot --port $PORT
timeout 30 grep -q -m 1 'in your browser' < <(journalctl -u sandbox.service -f -o cat -n all)
mkdir /etc/systemd/system/lumbard.service.d
printf '[Service]\nEnvironment=DISCORD_API=http://127.0.0.1:%s/api/v10\n' $PORT \
	>/etc/systemd/system/lumbard.service.d/sandbox.conf
systemctl daemon-reload
cp sample.yaml /etc/lumbard/lumbard.yaml
sed -i -e 's/^#admin:/admin:/' -e "s/^servers:/&\n  - {id: \"$SERVER\", region: uk, staff-channel: \"$STAFF\", channels: [{id: \"$HELP\", mode: faq}]}/" \
	/etc/lumbard/lumbard.yaml
echo 'dashboard: {token: {file: /etc/lumbard/dashboard-token}}' >>/etc/lumbard/lumbard.yaml
openssl rand -hex 16 | install -m 600 -o lumbard /dev/stdin /etc/lumbard/dashboard-token
cp /etc/lumbard/lumbard.yaml ours.yaml
now
systemctl start lumbard
until_logged 'connected: listening'
pid=$(systemctl show -P MainPID lumbard)
is [ "$(stat -c %U "/proc/$pid")" = lumbard ]
is grep -q ' r.xp 00000000 00:00 0' "/proc/$pid/maps" # patterns are machine code
is_not grep -q sandbox-token "/proc/$pid/environ"
is [ "$(systemctl show -P NRestarts lumbard)" = 0 ]
journalctl -u lumbard -o cat --after-cursor "$cursor" >start.log
is_not grep -E '(warn|error) (daemon|admin|lws|link|content)' start.log
is curl -sf -o /dev/null http://127.0.0.1:9464/healthz
is curl -sf -o /dev/null http://127.0.0.1:9464/readyz
exposure=$(systemd-analyze security --no-pager lumbard.service | sed -n -E 's/.*exposure level for lumbard.service: ([0-9.]+).*/\1/p')
echo "   exposure $exposure, $(sed -n 's/VmRSS:[\t ]*//p' "/proc/$pid/status") resident"
is awk "BEGIN { exit !($exposure <= 2.0) }"

step '   when it hangs it is started anew'
printf '[Service]\nWatchdogSec=2\nTimeoutAbortSec=1\nRestartSec=0\n' >/etc/systemd/system/lumbard.service.d/hurry.conf
systemctl daemon-reload
systemctl restart lumbard
now
kill -STOP "$(systemctl show -P MainPID lumbard)"
until_logged 'connected: listening'
is [ "$(systemctl show -P NRestarts lumbard)" = 1 ]
is journalctl -u lumbard -q --after-cursor "$cursor" -g 'Watchdog timeout' -o cat >/dev/null

step '   with a token that is refused it is not'
echo "${TOKEN}s" >/etc/lumbard/discord-token
now
systemctl restart lumbard
until_logged 'Main process exited'
is [ "$(systemctl show -P ExecMainStatus lumbard)" = 77 ]
is [ "$(systemctl show -P NRestarts lumbard)" = 0 ]
echo "$TOKEN" >/etc/lumbard/discord-token
rm /etc/systemd/system/lumbard.service.d/hurry.conf
systemctl daemon-reload
now
systemctl reset-failed lumbard
systemctl start lumbard
until_logged 'connected: listening'

step '4. it answers, escalates and keeps'
open_page
say 'how do i lift without hurting my back?'
heard 'To lift as the old package says'
say 'both my legs went numb and i cant pee'
heard 'Call .*999'
# the folder of the token serves as that of the credentials
CREDENTIALS_DIRECTORY=/etc/lumbard DISCORD_API=http://127.0.0.1:$PORT/api/v10 lumbard drill >drill.log 2>&1 || fail "$(cat drill.log)"
mkdir -p "${OURS%/*}"
cp /usr/share/lumbard/responses/prevention/posture.md $OURS
sed -i -E 's/^([A-Z*].*)/Stand as we say. \1/; t' $OURS
systemctl reload lumbard
is grep -q 'Stand as we say' $OURS
before=$(lumbard audit | wc -l)
is [ "$before" -ge 2 ]
user=$(id -u lumbard)

step '5. upgraded: what was written meanwhile is answered, nothing is answered twice'
is [ "$(count $HELP 'lumbard: .*To lift')" = 1 ]
# the service is stopped as by an upgrade, and somebody writes
systemctl stop lumbard
say 'what is a muscle spasm of the back?'
now
is [ "$(sqlite3 $STATE/lumbard.db 'PRAGMA user_version')" = 3 ]
apt_install /packages/new.deb /packages/library.deb
is_not grep -q "put the bot's token" install.log
until_logged 'connected: listening'
heard 'From: '
is [ "$(dpkg-query -f '${Version}' -W lumbard)" != 0.0.1 ]
is [ "$(lumbard --version)" = "lumbard $(dpkg-query -f '${Version}' -W lumbard)" ]
is [ "$(count $HELP 'lumbard: .*To lift')" = 1 ]
is [ "$(count $HELP 'lumbard: .*Call .*999')" = 1 ]
is cmp -s ours.yaml /etc/lumbard/lumbard.yaml
is [ -e /etc/lumbard/lumbard.yaml.dpkg-dist ]
is grep -q 'Stand as we say' $OURS
is_not grep -rq 'old package' /usr/share/lumbard
is [ "$(lumbard audit | wc -l)" -ge "$before" ]
is [ "$(sqlite3 $STATE/lumbard.db 'PRAGMA integrity_check')" = ok ]
is [ "$(sqlite3 $STATE/lumbard.db 'PRAGMA user_version')" -ge 4 ]
# the daemon's socket works from inside the unit, for root
is [ "$(stat -c '%U %a' $STATE/lumbard.sock)" = 'lumbard 600' ]
is grep -q 'The running lumbard has forgotten them' < <(lumbard forget --user 1300000000000000099)
is [ "$(stat -c '%U %a' /etc/lumbard/discord-token)" = 'root 600' ] # as the package's tmpfiles.d has it
is [ "$(id -u lumbard)" = "$user" ]
say 'what is the best posture to prevent back spasms?'
heard 'Stand as we say'

step '6. the reverse proxy of deploy/nginx.conf'
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=lumbard.example.org \
	-keyout /etc/ssl/private/lumbard.key -out /etc/ssl/certs/lumbard.pem 2>/dev/null
printf 'mia:%s\n' "$(openssl passwd -apr1 secret)" >/etc/nginx/lumbard.users
rm -f /etc/nginx/sites-enabled/default
cp nginx.conf /etc/nginx/conf.d/lumbard.conf
nginx -t 2>nginx.log || fail "$(cat nginx.log)"
is_not grep -q warn nginx.log
systemctl start nginx
proxy() { curl -s -o page -w '%{http_code}' --cacert /etc/ssl/certs/lumbard.pem --resolve lumbard.example.org:443:127.0.0.1 "$@"; }
is [ "$(proxy https://lumbard.example.org/metrics)" = 401 ]
is [ "$(proxy -u mia:secret https://lumbard.example.org/metrics)" = 200 ]
is grep -q '^lumbard_ready 1' page
# logs in to the dashboard as its page does, from an origin
log_in() {
	jq -n --rawfile token /etc/lumbard/dashboard-token '{token: ($token | rtrimstr("\n"))}' |
		proxy -u mia:secret -c cookies -H 'Content-Type: application/json' -H "Origin: $1" --data-binary @- \
			https://lumbard.example.org/dashboard/login
}
is [ "$(proxy -u mia:secret https://lumbard.example.org/dashboard/)" = 200 ]
is [ "$(log_in https://other.example.org)" = 403 ]
is [ "$(log_in https://lumbard.example.org)" = 204 ]
is [ "$(proxy -u mia:secret -b cookies https://lumbard.example.org/dashboard/session)" = 200 ]
is [ "$(proxy -u mia:secret https://lumbard.example.org/dashboard/session)" = 401 ]
# what is told comes at once, not when it is much
timeout 20 grep -q -m 1 '^event: state' < <(curl -sN -u mia:secret -b cookies --cacert /etc/ssl/certs/lumbard.pem \
	--resolve lumbard.example.org:443:127.0.0.1 https://lumbard.example.org/dashboard/events) || fail 'no event came'

step '7. removed: the state and what was written stay'
apt-get remove -y -q lumbard >remove.log 2>&1 || fail "$(cat remove.log)"
is_not systemctl is-active --quiet lumbard
is [ -s $STATE/lumbard.db ]
is cmp -s ours.yaml /etc/lumbard/lumbard.yaml
is [ -e /etc/lumbard/discord-token ]
is_not grep -q sandbox-token remove.log

step '8. installed again: goes on where it was'
now
apt_install /packages/new.deb
until_logged 'connected: listening'
is [ "$(lumbard audit | wc -l)" -ge "$before" ]
exec 3>&-

step '9. purged: neither state nor token is left, what somebody wrote is'
apt-get purge -y -q lumbard >purge.log 2>&1 || fail "$(cat purge.log)"
is_not [ -e $STATE ]
is [ -z "$(find /etc/lumbard -name '*token*')" ]
is_not [ -e /etc/lumbard/lumbard.yaml ]
is grep -q 'Stand as we say' $OURS
is_not systemctl cat lumbard.service >/dev/null 2>&1
is_not systemctl --quiet is-failed lumbard
is [ -z "$(find /etc/systemd /var/lib/systemd/deb-systemd-helper-enabled -name 'lumbard.service' 2>/dev/null)" ]
