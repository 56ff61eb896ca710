using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Torch;
using Reverie.WorldModels.Latents;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>Lets the actor act in the world model.</summary>
public static class Imagination
{
    /// <summary>
    /// Goes on from real states. Where actions are choices nothing is recorded for gradients, since REINFORCE needs none of it; where they are
    /// real numbers, gradients flow from every state back through the actions before it.
    /// </summary>
    /// <param name="model">World model and actor.</param>
    /// <param name="dream">States to begin from, [N, ...]; it is at the last ones afterwards.</param>
    /// <param name="horizon">H, steps.</param>
    /// <param name="sampler">Draws states and choices.</param>
    /// <param name="noise">Draws real numbers.</param>
    /// <param name="records">Whether gradients are recorded; null: where actions are real numbers.</param>
    public static ImaginedTrajectory Run(DreamerModel model, LatentDream dream, int horizon, ITokenSampler sampler, INoise noise, bool? records = null)
    {
        if (records ?? model.Actions.IsContinuous)
            return Unroll(model, dream, horizon, sampler, noise);
        using var noGrad = new NoGrad();
        return Unroll(model, dream, horizon, sampler, noise);
    }

    private static ImaginedTrajectory Unroll(DreamerModel model, LatentDream dream, int horizon, ITokenSampler sampler, INoise noise)
    {
        var (recurrent, stochastic, actions) = (new Tensor[horizon + 1], new Tensor[horizon + 1], new Tensor[horizon + 1]);
        // Without gradients what is made of the actor's weights is made once for all steps.
        var actor = GradMode.IsEnabled ? null : model.Actor.MapLatents(dream.State.Stochastic.Size(-1));
        for (int t = 0; t <= horizon; t++)
        {
            var state = dream.State;
            (recurrent[t], stochastic[t]) = (state.Recurrent, state.Stochastic);
            var policy = actor is null ? model.Actor.Forward(state.Features.Detach()) : model.Actor.Forward(actor, state);
            actions[t] = policy.Sample(sampler, noise);
            if (t < horizon)
                dream.Step(actions[t], sampler);
        }
        return new(Tensor.Stack(recurrent), Tensor.Stack(stochastic), Tensor.Stack(actions));
    }
}
