using Reverie.Torch;
using Reverie.WorldModels.Layers;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>What the actor does in the world model's imagination.</summary>
/// <param name="Recurrent">States, [H + 1, N, H]; the first are real ones.</param>
/// <param name="Stochastic">Their one-hot variables, [H + 1, N, S D].</param>
/// <param name="Actions">Chosen in them, [H + 1, N, A].</param>
public sealed record ImaginedTrajectory(Tensor Recurrent, Tensor Stochastic, Tensor Actions)
{
    private const long ManyRows = 512;

    private Tensor? _latents;

    /// <summary>What heads see, [H + 1, N, L].</summary>
    public Tensor Latents => _latents ??= Tensor.Cat([Stochastic, Recurrent], -1);

    /// <summary>Some of its steps without gradients to the states.</summary>
    public ImaginedTrajectory Part(long first, long count) =>
        new(Recurrent.Detach().Narrow(0, first, count), Stochastic.Detach().Narrow(0, first, count), Actions.Detach().Narrow(0, first, count));

    /// <summary>What dense layers make of the states. Of many states without gradients the zeros of the variables are left out.</summary>
    internal Tensor Through(Mlp layers)
    {
        bool records = GradMode.IsEnabled && Recurrent.RequiresGrad;
        long rows = Recurrent.Size(0) * Recurrent.Size(1);
        return !records && rows >= ManyRows && layers.HasHidden
            ? new LatentMap(layers, Stochastic.Size(-1)).Forward(Recurrent, Stochastic)
            : layers.Forward(Latents);
    }
}
