using Reverie.Environments;
using Reverie.Environments.Arrays;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>What an adviser is asked: what to do now in each of N environments.</summary>
/// <param name="Seen">What they show.</param>
/// <param name="Taken">What was done last; means nothing where <see cref="StepBatch.IsFirst"/> is set.</param>
/// <param name="Environments">The environments themselves, for experts that know more than they are shown.</param>
public sealed record AdviceRequest(StepBatch Seen, ActionBatch Taken, IReadOnlyList<IEnvironment> Environments);
