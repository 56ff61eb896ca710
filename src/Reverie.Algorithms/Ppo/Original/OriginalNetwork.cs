using Reverie.Algorithms.Ppo.Losses;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Algorithms.Ppo.Original;

/// <summary>
/// The founding project's networks, in double precision: 147 symbols as 1617 one-hot inputs, and two times 64-64 with tanh. The two first
/// layers lie side by side as one table, the critic's columns first.
/// </summary>
public sealed class OriginalNetwork : Module
{
    internal const int Symbols = 147, Classes = 11, Width = 64;

    private const int Group = 3;
    private const double HeadGain = 0.01;

    private readonly Tensor _table, _bias, _starts;
    private readonly (Tensor Weight, Tensor Bias)[] _critic, _actor;

    /// <param name="actions">Actions of the level.</param>
    /// <param name="generator">Draws the weights: orthogonal, of gain √2; of the heads 1 and 0.01.</param>
    public OriginalNetwork(int actions, Generator generator)
    {
        Actions = actions;
        using var scope = new TensorScope();
        double gain = Math.Sqrt(2);
        var first = Tensor.Cat([.. Enumerable.Range(0, 2).Select(_ => Init.Orthogonal(Width, Symbols * Classes, gain, generator))]); // [128, 1617]
        _table = Parameter("first.table", first.T.Contiguous().To(ScalarType.Float64).Clone());
        _bias = Parameter("first.bias", Tensor.Zeros([2 * Width], ScalarType.Float64));
        _starts = Buffer("starts", Tensor.Arange(0, (Symbols + 1) * Classes, Classes), persistent: false);
        _critic = [Layer("critic.2", Width, gain, generator), Layer("critic.4", 1, 1, generator)];
        _actor = [Layer("actor.2", Width, gain, generator), Layer("actor.4", actions, HeadGain, generator)];
    }

    internal int Actions { get; }

    /// <param name="views">Bytes [B, 147].</param>
    /// <returns>Logits [B, A] and values [B].</returns>
    public (Tensor Logits, Tensor Values) Forward(Tensor views)
    {
        var x = F.SymbolSum(_table, _bias, views, _starts, Group).Tanh();
        return (Head(_actor, x.Narrow(1, Width, Width)), Head(_critic, x.Narrow(1, 0, Width)).Squeeze(-1));
    }

    /// <summary>What the networks say of actions, for the update.</summary>
    /// <param name="views">The different views among them, bytes [D, 147].</param>
    /// <param name="which">Which of those each step shows, [B].</param>
    /// <param name="actions">Integers [B, 1].</param>
    public StepEvaluation Evaluate(Tensor views, Tensor which, Tensor actions)
    {
        var (logits, values) = Forward(views);
        var log = logits.LogSoftmax(-1).IndexSelect(0, which);
        return new(log.Gather(1, actions).Squeeze(1), values.IndexSelect(0, which), Mixture.Entropies(log));
    }

    private static Tensor Head((Tensor Weight, Tensor Bias)[] layers, Tensor x) =>
        F.Linear(F.Linear(x, layers[0].Weight, layers[0].Bias).Tanh(), layers[1].Weight, layers[1].Bias);

    private (Tensor, Tensor) Layer(string name, int outputs, double gain, Generator generator) => (
        Parameter($"{name}.weight", Init.Orthogonal(outputs, Width, gain, generator).To(ScalarType.Float64).Clone()),
        Parameter($"{name}.bias", Tensor.Zeros([outputs], ScalarType.Float64)));
}
