# SPDX-License-Identifier: Apache-2.0
"""The scripts of docs/cluster/ as jobs of a real Slurm: slurmctld and two slurmd of this machine, with their own munged, in a
temporary folder. Arguments: SOURCE PLUME HAS_MPI. Skipped where Debian's packages slurm-wlm and munge are not there, or not as root.
"""
import contextlib
import ctypes
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

SOURCE, PLUME, HAS_MPI = Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3] == "1"
SCRIPTS = SOURCE / "docs/cluster"
STUDY = SOURCE / "datasets/studies/wafer/study.toml"
NUMBERS = ("score", "status", "mean", "sd", "quantile", "se_mean", "iteration")
NODES = ("one", "two")
# Iterations that keep two serial processes busy for some ten seconds.
SLOW = 4000000

CONFIG = """
ClusterName=plume
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
CryptoType=crypto/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,batch_sched_delay=0
MpiDefault=pmix
ReturnToService=2
SlurmdParameters=config_overrides
JobRequeue=1
KillWait=5
GresTypes=gpu
NodeName=one NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[1]} CPUs=8 Gres=gpu:2 State=UNKNOWN
NodeName=two NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[2]} CPUs=8 State=UNKNOWN
PartitionName=all Nodes=one,two Default=YES MaxTime=INFINITE State=UP
"""


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Cluster:
    """Daemons in the foreground, as children of this process; stop() leaves none, and they do not outlive it when it is killed."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="plume-slurm-"))
        self.daemons = []
        self.environment = {**os.environ, "SLURM_CONF": str(self.folder / "slurm.conf"), "PLUME": PLUME,
                            "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}

    def start(self):
        (self.folder / "munge").mkdir(mode=0o700)
        (self.folder / "state").mkdir()
        for name in NODES:
            (self.folder / f"spool-{name}").mkdir()
        key = self.folder / "munge/key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o600)
        for number in range(2):
            os.mknod(self.folder / f"gpu{number}", 0o20666, os.makedev(1, 3))
        (self.folder / "slurm.conf").write_text(
            CONFIG.format(host=socket.gethostname().split(".")[0], ports=free_ports(3), folder=self.folder))
        (self.folder / "gres.conf").write_text(f"NodeName=one Name=gpu File={self.folder}/gpu[0-1]\n")
        (self.folder / "cgroup.conf").write_text("CgroupAutomount=no\n")
        munge = self.folder / "munge"
        self.daemon("munged", "--foreground", "--force", f"--key-file={key}", f"--socket={munge}/socket",
                    f"--pid-file={munge}/pid", f"--log-file={munge}/log", f"--seed-file={munge}/seed")
        self.wait_for(lambda: (munge / "socket").exists(), 10, "munged has no socket")
        self.daemon("slurmctld", "-D", "-i")
        for name in NODES:
            self.daemon("slurmd", "-D", "-N", name)
        self.wait_for(lambda: self.ask("sinfo", "-h", "-N", "-o", "%T").split() == ["idle"] * 2, 30, "the nodes are not idle")

    def daemon(self, *words):
        die_with_parent = ctypes.CDLL(None).prctl  # PR_SET_PDEATHSIG is 1
        log = open(self.folder / f"log-{len(self.daemons)}-{words[0]}", "w", encoding="utf-8")
        with log:
            self.daemons.append(subprocess.Popen(words, env=self.environment, stdin=subprocess.DEVNULL, stdout=log,
                                                 stderr=subprocess.STDOUT,
                                                 preexec_fn=lambda: die_with_parent(1, signal.SIGKILL)))

    def stop(self):
        subprocess.run(["scancel", "--full", "--user=root"], env=self.environment, check=False, timeout=20,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for daemon in reversed(self.daemons):
            daemon.terminate()
        for daemon in self.daemons:
            try:
                daemon.wait(10)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        # slurmstepd and what it runs are no children of ours; they carry our configuration.
        ours = f"SLURM_CONF={self.folder}/slurm.conf".encode()
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and int(entry.name) != os.getpid() and ours in (entry / "environ").read_bytes().split(b"\0"):
                    os.kill(int(entry.name), signal.SIGKILL)
            except OSError:
                pass
        shutil.rmtree(self.folder, ignore_errors=True)

    def logs(self):
        return "".join(f"--- {path.name}\n{path.read_text(errors='replace')[-3000:]}\n" for path in sorted(self.folder.glob("log-*")))

    def wait_for(self, done, seconds, problem):
        end = time.monotonic() + seconds
        while not done():
            if time.monotonic() > end:
                raise AssertionError(f"{problem}\n{self.logs()}")
            time.sleep(0.1)

    def ask(self, *words):
        return subprocess.run(words, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, timeout=30, check=False).stdout

    def submit(self, *words, **environment):
        result = subprocess.run(["sbatch", "--parsable", *map(str, words)], env={**self.environment, **environment}, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30, check=False)
        if result.returncode != 0:
            raise AssertionError(f"sbatch {words}: {result.stderr}")
        return result.stdout.strip()

    def states(self, job):
        return [line.split("=")[1].split()[0] for line in self.ask("scontrol", "show", "job", job).splitlines() if "JobState=" in line]

    def has_steps(self, job):
        """Whether a daemon of a step still runs; it calls itself `slurmstepd: [JOB.STEP]`."""
        for title in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if f"slurmstepd: [{job}.".encode() in title.read_bytes():
                    return True
        return False

    def wait_until_done(self, job, seconds=300):
        active = {"PENDING", "RUNNING", "COMPLETING", "CONFIGURING", "REQUEUED", "SUSPENDED"}
        self.wait_for(lambda: self.states(job) and not active & set(self.states(job)), seconds,
                      f"job {job} does not end: {self.ask('squeue')}")
        return self.states(job)


class Slurm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster()
        cls.addClassCleanup(cls.cluster.stop)
        cls.cluster.start()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.result = self.folder / "x.h5"
        self.log = self.folder / "log-%j"

    def said(self):
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("log-*")))

    def study(self, iterations):
        """The demo study with so many iterations, as the scripts give none."""
        copy = self.folder / "study"
        shutil.copytree(STUDY.parent, copy)
        text = (copy / STUDY.name).read_text()
        (copy / STUDY.name).write_text(text.replace("iterations = 10000", f"iterations = {iterations}"))
        self.assertIn(f"iterations = {iterations}", (copy / STUDY.name).read_text())
        return copy / STUDY.name

    def assert_as_alone(self, study):
        alone = self.folder / "alone.h5"
        subprocess.run([PLUME, "run", study, "-q", "-o", alone], check=True, stdin=subprocess.DEVNULL)
        for name in NUMBERS:
            result = subprocess.run(["h5diff", "-q", alone, self.result, f"/{name}"], check=False)
            self.assertEqual(result.returncode, 0, f"/{name} is not that of a run alone\n{self.said()}")

    def test_an_array_of_seven_shards_and_its_merge(self):
        study = self.study(20001)
        array = self.cluster.submit("--array=1-7", "--cpus-per-task=1", "-o", self.log, SCRIPTS / "array.sbatch", study, self.result)
        merge = self.cluster.submit(f"--dependency=afterok:{array}", "-o", self.log, SCRIPTS / "merge.sbatch",
                                    self.result.with_suffix(".parts"), self.result)
        self.assertEqual(self.cluster.wait_until_done(merge), ["COMPLETED"], self.said())
        self.assertEqual(set(self.cluster.wait_until_done(array)), {"COMPLETED"}, self.said())
        self.assert_as_alone(study)

    def slow_plume(self):
        """A plume that can be met while it samples, however late Slurm begins the other job: slow at first, fast when it comes again."""
        path = self.folder / "plume"
        path.write_text('#!/bin/sh\n[ "$1" != run ] || [ "${SLURM_RESTART_COUNT:-0}" != 0 ] || set -- "$@" --device serial\n'
                        f'exec {PLUME} "$@"\n')
        path.chmod(0o755)
        return str(path)

    def begins_again(self, job):
        """Waits until Slurm has the job in its queue for the second time, and lets it out."""
        self.cluster.wait_for(lambda: "Restarts=1" in self.cluster.ask("scontrol", "show", "job", job), 60, f"{job} is not requeued")
        self.cluster.wait_for(lambda: self.cluster.states(job) == ["PENDING"], 60, f"{job} is not pending")
        # A step that begins while one of the last time still ends is not launched.
        self.cluster.wait_for(lambda: not self.cluster.has_steps(job), 60, f"steps of {job} do not end")
        # Slurm lets a requeued job wait for two minutes; its daemon wants two seconds at least.
        time.sleep(2)
        self.cluster.ask("scontrol", "update", f"JobId={job}", "StartTime=now")

    def test_jobs_that_are_told_to_end_come_again_and_go_on(self):
        study = self.study(SLOW)
        array = self.cluster.submit("--array=1-2", "--cpus-per-task=1", "-o", self.log, SCRIPTS / "array.sbatch", study, self.result,
                                    PLUME=self.slow_plume())
        for shard in (1, 2):
            lock = self.folder / f".x.h5.shard-{shard}-of-2.lock"
            self.cluster.wait_for(lock.exists, 60, f"shard {shard} does not begin")
        time.sleep(0.3)
        # What --signal=B:USR1@60 does a minute before the time is up, and what happens to a job that makes room for another.
        self.cluster.ask("scancel", "--batch", "--signal=USR1", f"{array}_1")
        self.cluster.ask("scontrol", "requeue", f"{array}_2")
        for shard in (1, 2):
            self.begins_again(f"{array}_{shard}")
        self.assertEqual(self.said().count("iterations are kept in"), 2, self.said())
        merge = self.cluster.submit(f"--dependency=afterok:{array}", "-o", self.log, SCRIPTS / "merge.sbatch",
                                    self.result.with_suffix(".parts"), self.result)
        self.assertEqual(self.cluster.wait_until_done(merge), ["COMPLETED"], self.said())
        self.assertEqual(len(re.findall(r"resuming: [1-9]\d* of \d+ iterations were found", self.said())), 2, self.said())
        self.assert_as_alone(study)

    @unittest.skipUnless(HAS_MPI, "built without MPI")
    def test_ranks_that_are_told_to_end_come_again_and_go_on(self):
        study = self.study(SLOW)
        job = self.cluster.submit("--nodes=1", "--ntasks-per-node=2", "--cpus-per-task=1", "-o", self.log, SCRIPTS / "mpi.sbatch",
                                  study, self.result, PLUME=self.slow_plume())
        self.cluster.wait_for((self.folder / ".x.h5.lock").exists, 60, "the run does not begin")
        time.sleep(0.3)
        self.cluster.ask("scancel", "--batch", "--signal=USR1", job)
        self.begins_again(job)
        self.assertEqual(self.cluster.wait_until_done(job), ["COMPLETED"], self.said())
        self.assertRegex(self.said(), rf"resuming: [1-9]\d* of {SLOW} iterations were found")
        self.assert_as_alone(study)

    @unittest.skipUnless(HAS_MPI, "built without MPI")
    def test_ranks_of_one_node_started_by_srun(self):
        study = self.study(20001)
        job = self.cluster.submit("--nodes=1", "--ntasks-per-node=3", "--cpus-per-task=1", "-o", self.log, SCRIPTS / "mpi.sbatch",
                                  study, self.result)
        self.assertEqual(self.cluster.wait_until_done(job), ["COMPLETED"], self.said())
        self.assertIn("3 ranks: cpu", self.said())
        self.assert_as_alone(study)

    @unittest.skipUnless(HAS_MPI, "built without MPI")
    def test_ranks_on_two_nodes(self):
        # The two daemons of one machine meet in one folder of PMIx, so that srun cannot; mpirun can, where its ranks
        # do not take the neighbours of the other node for their own and talk through shared memory.
        study = self.study(20001)
        job = self.cluster.submit("--nodes=2", "--ntasks-per-node=2", "--cpus-per-task=1", "-o", self.log, SCRIPTS / "mpi.sbatch",
                                  study, self.result, PLUME_LAUNCH="mpirun --oversubscribe --mca btl tcp,self")
        self.assertEqual(self.cluster.wait_until_done(job), ["COMPLETED"], self.said())
        self.assertIn("NumNodes=2", self.cluster.ask("scontrol", "show", "job", job))
        self.assertIn("4 ranks: cpu", self.said())
        self.assert_as_alone(study)

    @unittest.skipUnless(HAS_MPI, "built without MPI")
    def test_each_rank_sees_a_gpu_of_its_own(self):
        # A program that notes what Slurm shows it, and then is plume; the GPUs are no real ones.
        spy = self.folder / "plume"
        spy.write_text(f'#!/bin/sh\necho "local rank $SLURM_LOCALID sees $CUDA_VISIBLE_DEVICES"\nexec {PLUME} "$@"\n')
        spy.chmod(0o755)
        study = self.study(5000)
        job = self.cluster.submit("--ntasks-per-node=2", "--cpus-per-task=1", "-o", self.log, SCRIPTS / "gpu.sbatch", study, self.result,
                                  PLUME=str(spy), PLUME_DEVICE="cpu")
        self.assertEqual(self.cluster.wait_until_done(job), ["COMPLETED"], self.said())
        self.assertIn("local rank 0 sees 0\n", self.said())
        self.assertIn("local rank 1 sees 1\n", self.said())
        self.assert_as_alone(study)


def why_daemons_cannot_run():
    """What a container may lack that the daemons need; empty where nothing is lacking."""
    mounts = [line.split()[1:3] for line in Path("/proc/self/mounts").read_text().splitlines()]
    if not any(kind in ("cgroup", "cgroup2") and os.path.isdir(where) and where.startswith("/sys/fs/cgroup") for where, kind in mounts):
        return "no cgroup filesystem is mounted in /sys/fs/cgroup"
    with tempfile.TemporaryDirectory() as folder:
        try:
            os.mknod(f"{folder}/gpu", 0o20666, os.makedev(1, 3))
        except OSError as error:
            return f"device files cannot be made: {error.strerror}"
    return ""


if __name__ == "__main__":
    missing = [tool for tool in ("munged", "slurmctld", "slurmd", "sbatch", "h5diff") + (("mpirun",) if HAS_MPI else ())
               if shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin:/sbin") is None]
    if missing or os.getuid() != 0:
        print("skipped: " + (f"there is no {', '.join(missing)}" if missing else "Slurm's daemons want to be started by root"))
        sys.exit(77)
    if lacking := why_daemons_cannot_run():
        print(f"skipped: {lacking}")
        sys.exit(77)
    os.environ["PATH"] += ":/usr/sbin:/sbin"

    def clean_up(*_):
        Slurm.cluster.stop()
        os._exit(143)

    signal.signal(signal.SIGTERM, clean_up)
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(Slurm)
    sys.exit(not unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful())
