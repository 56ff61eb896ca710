using Reverie.Training.Algorithms;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Sessions;

/// <summary>A configuration that is bound to an algorithm's options.</summary>
/// <param name="Options">The options.</param>
/// <param name="Tree">Every option with its value and origin.</param>
public sealed record RunConfig(IRunOptions Options, ConfigMap Tree);
