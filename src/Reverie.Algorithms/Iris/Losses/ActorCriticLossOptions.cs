namespace Reverie.Algorithms.Iris.Losses;

/// <summary>What the actor-critic is trained for; the defaults are those of the paper.</summary>
/// <param name="Gamma">Discount.</param>
/// <param name="Lambda">λ of the λ-returns.</param>
/// <param name="EntropyWeight">Weight of the policy's entropy.</param>
/// <param name="IgnoreAfterEnd">Whether steps behind an imagined end teach nothing.</param>
public readonly record struct ActorCriticLossOptions(double Gamma = 0.995, double Lambda = 0.95, double EntropyWeight = 0.001, bool IgnoreAfterEnd = false)
{
    public ActorCriticLossOptions() : this(0.995)
    {
    }
}
