using Reverie.Environments;
using Reverie.Environments.Arrays;

namespace Reverie.Training.Algorithms;

/// <summary>A step at which somebody looks into an agent.</summary>
/// <param name="Seen">The step, upon which the policy has acted.</param>
/// <param name="Row">Of which environment.</param>
/// <param name="Environment">The environment itself; null where there is none, as in a stored episode, or none within reach.</param>
/// <param name="Taken">What was done last, where that is one choice; means nothing at an episode's first step.</param>
/// <param name="Follows">Whether the step before was looked at, too.</param>
/// <param name="IsAgain">Whether this step was looked at already, and what was to come is asked for.</param>
public sealed record Glance(StepBatch Seen, int Row, IEnvironment? Environment, long Taken, bool Follows, bool IsAgain = false);
