# shellcheck shell=sh disable=SC2034
# Finds a Java that can run or build the program. For other scripts to source: `. scripts/jdk.sh; find_java java`.

# The class files are made for this release of Java; an older one cannot load them, a newer one can.
java_needed=25

# feature_release HOME: prints 25 for a Java 25.0.3 in HOME; nothing when there is none.
feature_release() {
    [ -x "$1/bin/java" ] || return 0
    if [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
    else
        java_property "$1/bin/java" java.specification.version
    fi
}

# java_property JAVA NAME: asks a java command itself, which takes a moment.
java_property() {
    "$1" -XshowSettings:properties -version 2>&1 </dev/null | sed -n "s/^ *$2 = //p"
}

# home_of JAVA: the folder of the Java that a command starts, through links and the stand-ins of version managers.
home_of() {
    case $1 in
        */bin/java)
            if [ ! -L "$1" ] && [ -r "${1%/bin/java}/release" ]; then
                printf '%s\n' "${1%/bin/java}"
                return
            fi
            ;;
    esac
    java_property "$1" java.home
}

# usable HOME PROGRAM: whether HOME has that program (java to run, javac to build) and is new enough.
usable() {
    [ -x "$1/bin/$2" ] || return 1
    release=$(feature_release "$1")
    [ "${release:-0}" -ge "$java_needed" ] 2>/dev/null
}

# Where JDKs lie: Debian, Fedora, Arch, SUSE; macOS, Homebrew; container images; SDKMAN, IntelliJ, asdf, mise.
# MTM_JVM_FOLDERS (folders of JDKs, one a line) takes their place, which the tests need.
java_homes() {
    if [ "${MTM_JVM_FOLDERS+set}" ]; then
        printf '%s\n' "$MTM_JVM_FOLDERS" | while IFS= read -r folder; do
            printf '%s\n' "$folder"/*
        done
        return
    fi
    printf '%s\n' /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/* \
        "${ASDF_DATA_DIR:-$HOME/.asdf}"/installs/java/* "${XDG_DATA_HOME:-$HOME/.local/share}"/mise/installs/java/*
}

# find_java PROGRAM: sets java_home to a Java with bin/PROGRAM, or to nothing. What the user names comes first; of
# what lies around, the release that the program is tested with comes before newer ones.
find_java() {
    java_home=''
    HOME=${HOME:-/nonexistent}
    if [ "${MTM_JAVA-}" ]; then
        if [ -d "$MTM_JAVA" ]; then
            candidate=$MTM_JAVA
        else
            candidate=$(home_of "$MTM_JAVA" 2>/dev/null)
        fi
        if usable "$candidate" "$1"; then java_home=$candidate; fi
        return 0
    fi
    if [ "${JAVA_HOME-}" ] && usable "$JAVA_HOME" "$1"; then
        java_home=$JAVA_HOME
        return 0
    fi
    newer=''
    while IFS= read -r candidate; do
        if usable "$candidate" "$1"; then
            if [ "$release" = "$java_needed" ]; then
                java_home=$candidate
                return 0
            fi
            newer=${newer:-$candidate}
        fi
    done <<HOMES
$(java_homes)
HOMES
    candidate=$(command -v java) && candidate=$(home_of "$candidate")
    if usable "$candidate" "$1" && { [ -z "$newer" ] || [ "$release" = "$java_needed" ]; }; then
        java_home=$candidate
    else
        java_home=$newer
    fi
}
