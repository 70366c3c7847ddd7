"""Warm kernels: clean kernels forked off a process that has imported everything already.

A notebook that imports Ibis, Altair and this package costs seconds before its first line runs. The provisioner
(`provisioner.WarmProvisioner`, an entry point of Jupyter) asks a server for a kernel instead: one process for a user
and an environment, which has done the imports and forks a kernel for each request (`server`). Where that cannot be had
(no fork, no server, another kernel than IPython's of this Python), the kernel starts as it always did.
"""
