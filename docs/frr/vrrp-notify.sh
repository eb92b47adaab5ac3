#!/bin/sh
# Tells ndpair the state of a VRRP6 group of FRR. FRR (8.4) has no notify hook, so vrrpd is asked again and again, and each answer is
# written to ndpair's FIFO in keepalived's form: MASTER, BACKUP, or FAULT when the group is in Initialize or vrrpd does not answer.
# Being told the same again changes nothing, and an ndpair that is restarted learns the role within a period.
#
# usage: vrrp-notify.sh INTERFACE VRID INSTANCE FIFO [SECONDS between two questions, 0.2]
# VTYSH: the command that asks, when it is another than vtysh.
set -u
while :; do
    state=$(timeout 2 ${VTYSH:-vtysh} -d vrrpd -c "show vrrp interface $1 $2" 2>/dev/null |
        sed -n 's/^ *Status (v6)  *\([A-Za-z]*\).*/\1/p')
    case $state in
        Master) role=MASTER ;;
        Backup) role=BACKUP ;;
        *) role=FAULT ;;
    esac
    # Opened for both directions, so that it waits for no reader.
    [ -p "$4" ] && printf 'INSTANCE "%s" %s\n' "$3" "$role" 1<>"$4"
    sleep "${5:-0.2}"
done
