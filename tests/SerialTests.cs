// libtorch's threads already use every core, and some tests count living tensors: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
