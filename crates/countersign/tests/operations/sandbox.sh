#!/bin/sh
# Starts systemd in the namespaces of this process, on a copy of the root folder that keeps
# no change. Arguments: a folder to work in, the project, a folder that both sides see.
set -eu
dir=$1 project=$2 shared=$3
mount -t tmpfs tmpfs "$dir"
mkdir "$dir/upper" "$dir/work" "$dir/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$dir/upper,workdir=$dir/work" "$dir/root"
root=$dir/root
mount -t proc proc "$root/proc"
# Units that set the kernel of the whole machine must not be able to.
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount --rbind /dev "$root/dev"
for folder in run tmp; do mount -t tmpfs tmpfs "$root/$folder"; done
mkdir -p "$root$project"
mount --bind "$project" "$root$project"
mount --bind "$shared" "$root/mnt"
for unit in systemd-binfmt.service systemd-modules-load.service systemd-sysctl.service systemd-udevd.service \
    systemd-random-seed.service systemd-update-utmp.service systemd-remount-fs.service systemd-tmpfiles-setup-dev.service \
    proc-sys-fs-binfmt_misc.automount sys-kernel-debug.mount sys-kernel-tracing.mount sys-fs-fuse-connections.mount \
    dev-hugepages.mount dev-mqueue.mount; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
# Images without a service manager forbid packages to start services.
rm -f "$root/usr/sbin/policy-rc.d"
# The machine may have services of its own.
rm -rf "$root"/etc/systemd/system/sockets.target.wants "$root"/etc/systemd/system/sysinit.target.wants
ip link set lo up
# No request may wait for ever.
echo 'max-time = 20' > "$root/root/.curlrc"
cd "$root"
# A changed root by chroot alone would forbid `PrivateUsers=`.
pivot_root . .
umount --lazy .
exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    /lib/systemd/systemd --system --log-target=journal --unit=basic.target
