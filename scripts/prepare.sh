# shellcheck shell=sh disable=SC2154,SC2034
# The slow part of `mtm`, which sources it: finding Java, building, and preparing a fast start.
# From there: root, jar, launch, stale, asked, java_home, and for the fast start also runtime and fast.

. "$root/scripts/jdk.sh"

# Only what the shell gives, so that the sentence appears whatever is missing.
say() {
    printf 'mtm: %s\n' "$1" >&2
}

# 69: a thing that the start needs is not available (sysexits.h); the program itself uses other numbers.
give_up() {
    say "$1"
    unlock
    exit 69
}

lock=$launch/lock
locked=''

# take_lock wait|try: mkdir succeeds for one process only. A lock whose owner died is taken away.
take_lock() {
    said=''
    if ! mkdir -p "$launch" 2>/dev/null || [ ! -w "$launch" ]; then
        [ "$1" = wait ] || return 1
        give_up "cannot write to $launch: build it once as a user who may"
    fi
    until mkdir "$lock" 2>/dev/null; do
        if remove_dead_lock; then continue; fi
        [ "$1" = wait ] || return 1
        if [ -z "$said" ]; then
            say "waiting for another start that is building the program"
            said=yes
        fi
        sleep 1
    done
    locked=yes
    trap 'unlock; exit 129' HUP
    trap 'unlock; exit 130' INT
    trap 'unlock; exit 143' TERM
    echo "$(uname -n) $$" >"$lock/owner"
}

unlock() {
    if [ "$locked" ]; then
        rm -rf "$lock"
        locked=''
        trap - HUP INT TERM
    fi
}

# Dead: its process is gone from this machine, or (another machine's, or an owner that never signed) it is an hour old.
# Renaming is atomic, and the owner is read again after it, so that nobody takes away a lock that was just renewed.
remove_dead_lock() {
    owner=$(cat "$lock/owner" 2>/dev/null)
    case $owner in
        "$(uname -n) "*) ! kill -0 "${owner##* }" 2>/dev/null || return 1 ;;
        *) [ "$(find "$lock" -prune -mmin +60 2>/dev/null)" ] || return 1 ;;
    esac
    mv "$lock" "$lock.$$" 2>/dev/null || return 0
    if [ "$(cat "$lock.$$/owner" 2>/dev/null)" = "$owner" ]; then
        rm -rf "$lock.$$"
    else
        mv "$lock.$$" "$lock"
    fi
}

# Finds Java, and builds the jar where it is missing or older than the sources.
prepare_program() {
    if [ "$stale" ]; then
        find_java javac
        build_home=$java_home
        find_java java
        if [ -z "$build_home" ]; then
            if [ "$java_home" ]; then
                give_up "$java_home has no compiler: install a full JDK $java_needed to build the program"
            fi
            no_java
        fi
        java_home=${java_home:-$build_home}
        take_lock wait
        # The process that had the lock may have built it meanwhile.
        if [ ! -f "$jar" ] || [ "$(sources_newer_than "$jar")" ]; then
            build
        fi
        unlock
    else
        find_java java
        [ "$java_home" ] || no_java
    fi
    remember_java
}

no_java() {
    if [ "${MTM_JAVA-}" ]; then
        give_up "MTM_JAVA is not a Java $java_needed or newer: $MTM_JAVA"
    fi
    give_up "needs Java $java_needed or newer and found none: install a JDK $java_needed (for example https://adoptium.net), or set MTM_JAVA to one"
}

remember_java() {
    [ -w "$launch" ] || return 0
    printf '%s\n%s\n' "$asked" "$java_home" >"$launch/java.$$" && mv -f "$launch/java.$$" "$launch/java"
}

build() {
    case $root in
        *:*) give_up "the folder $root has a colon in its name, which no Java class path can hold: rename it" ;;
    esac
    command -v mvn >/dev/null \
        || give_up "needs Maven to build the program and found none: install it (Debian: apt-get install maven; macOS: brew install maven)"
    log=$launch/build.log
    if [ -f "$jar" ]; then
        say "building the program again, its sources have changed (log: $log)"
        # Maven writes into the file it finds. A copy takes that blow: a server that runs from the old one keeps it.
        cp -p "$jar" "$jar.$$" && mv -f "$jar.$$" "$jar"
    else
        say "building the program, once; the first time downloads libraries (log: $log)"
    fi
    started=$launch/started
    : >"$started"
    # Tests, checks and benchmarks are for ./verify. JAVA_HOME decides which JDK compiles, newer ones included.
    if ! JAVA_HOME=$build_home mvn -B -ntp -f "$root/pom.xml" -pl app -Dmtm.jdk="[$java_needed,)" -Dmtm.quick \
        -Dmaven.test.skip=true package >"$log" 2>&1 </dev/null; then
        sed -n '/^\[ERROR\] [^[]/{p;q;}' "$log" >&2
        give_up "the build failed, see $log"
    fi
    # A source that was saved while the compiler ran is newer than the jar, and the next start builds again.
    # One from the future (another clock, an archive without time zones) must not make every start do so.
    touch -r "$started" "$jar"
    : >"$started"
    sources_newer_than "$started" | while IFS= read -r source; do
        [ "$jar" -nt "$source" ] || touch -r "$source" "$jar"
    done
}

# Lays out what the program prepares, then lets Java watch a rehearsal and keep the classes that it loads (mtm.aot). A
# start without all that is only slower. Another process that is at it is not waited for.
prepare_fast_start() {
    take_lock try || return 0
    say "preparing fast starts, once per build"
    rm -rf "$fast" "$fast.new"
    for old in "$launch"/*/tried; do
        ! [ "$old" -ot "$jar" ] || rm -rf "${old%/tried}"
    done
    mkdir -p "$fast.new"
    rm -f "$launch/classes.jar" "$launch/classes.jar.new"
    if prepare_with -cp "$jar" dev.mtm.app.Preparation "$launch" >"$launch/rehearsal.log"; then
        touch -r "$jar" "$launch/classes.jar.new"
        mv "$launch/classes.jar.new" "$launch/classes.jar"
    fi
    choose_class_path
    prepare_with -XX:AOTCacheOutput="$fast.new/mtm.aot" -Dorg.sqlite.lib.path="$launch/native" -cp "$class_path" \
        dev.mtm.app.Rehearsal >>"$launch/rehearsal.log"
    # The jar's own time on it says which jar it is for.
    touch -r "$jar" "$fast.new/tried"
    mv "$fast.new" "$fast"
    unlock
}

prepare_with() {
    LC_ALL=C.UTF-8 "$java_home/bin/java" -Xmx256m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED "$@" \
        2>&1 </dev/null
}
