using Reverie.Torch;
using Reverie.WorldModels.Latents;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Tests.Latents;

/// <summary>The recurrent state-space model against SheepRL's numbers; variables take their likeliest class, as recorded.</summary>
public sealed class GoldenRssmTests
{
    public static TheoryData<string, bool> Variants => new()
    {
        { "visible", false }, { "visible", true }, { "visible_cont", false }, { "visible_cont", true }, { "visible_multi", false }, { "visible_multi", true },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public void Observe_OfSequences_IsAsRecorded(string variant, bool isDecoupled)
    {
        using var scope = new TensorScope();
        var (golden, prefix, rssm) = Load(variant, isDecoupled);
        using var owned = rssm;
        var isFirst = golden[$"{prefix}is_first"].Squeeze(-1).Gt(0);
        var sequence = rssm.Observe(golden[$"{prefix}embed"], golden[$"{prefix}actions"], isFirst, new ArgMaxSampler());
        Near.Assert("recurrent", golden[$"{prefix}recurrent_states"], sequence.Recurrent);
        Near.Assert("posteriors", golden[$"{prefix}posteriors"], sequence.Stochastic);
        Near.Assert("posterior_logits", golden[$"{prefix}posterior_logits"], sequence.PosteriorLogits);
        Near.Assert("prior_logits", golden[$"{prefix}prior_logits"], sequence.PriorLogits);
        var initial = rssm.Initial(isFirst.Size(1));
        Near.Assert("initial_recurrent", golden[$"{prefix}initial_recurrent"], initial.Recurrent);
        Near.Assert("initial_posterior", golden[$"{prefix}initial_posterior"], initial.Stochastic);

        (sequence.Recurrent * golden[$"{prefix}grad.w"]).Sum().Backward();
        var parameters = rssm.NamedParameters().ToDictionary();
        Near.AssertGradient("initial_recurrent_state", golden[$"{prefix}grad.initial_recurrent_state"], parameters["initial_recurrent_state"].Grad!);
        Near.AssertGradient("rnn_linear_weight", golden[$"{prefix}grad.rnn_linear_weight"], parameters["recurrent_model.rnn.linear.weight"].Grad!);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Imagine_WithGivenActions_IsAsRecorded(string variant, bool isDecoupled)
    {
        using var scope = new TensorScope();
        var (golden, prefix, rssm) = Load(variant, isDecoupled);
        using var owned = rssm;
        var state = new LatentState(golden[$"{prefix}imag.start_recurrent"].Select(0, 0), golden[$"{prefix}imag.start_stochastic"].Select(0, 0));
        foreach (var (step, action) in golden[$"{prefix}imag.actions"].Unbind().Index())
        {
            state = rssm.Imagine(state, action, new ArgMaxSampler());
            Near.Assert($"recurrent {step}", golden[$"{prefix}imag.recurrent_states"].Select(0, step), state.Recurrent);
            Near.Assert($"prior {step}", golden[$"{prefix}imag.priors"].Select(0, step), state.Stochastic);
        }
    }

    private static (GoldenFile Golden, string Prefix, Rssm Model) Load(string variant, bool isDecoupled)
    {
        var golden = Golden.Load($"dreamer/{variant}/rssm.safetensors");
        string prefix = isDecoupled ? "decoupled." : "";
        var sizes = golden.Json.GetProperty("sizes");
        var model = new Rssm(new RssmOptions
        {
            Stochastic = sizes.GetProperty("stoch").GetInt32(),
            Discrete = sizes.GetProperty("disc").GetInt32(),
            Recurrent = sizes.GetProperty("rec").GetInt32(),
            Dense = sizes.GetProperty("dense").GetInt32(),
            PriorHidden = sizes.GetProperty("hidden").GetInt32(),
            PosteriorHidden = sizes.GetProperty("hidden").GetInt32(),
            Actions = (int)golden["actions"].Size(-1),
            Embedding = (int)golden["embed"].Size(-1),
            IsDecoupled = isDecoupled,
        });
        string weights = $"{prefix}weights.rssm.";
        model.LoadStateDict(golden.Tensors.Where(pair => pair.Key.StartsWith(weights, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[weights.Length..], pair => pair.Value));
        return (golden, prefix, model);
    }
}
