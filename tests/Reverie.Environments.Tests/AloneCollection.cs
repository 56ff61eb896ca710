namespace Reverie.Environments.Tests;

/// <summary>Tests that measure the whole process and so must run by themselves.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class AloneCollection;
