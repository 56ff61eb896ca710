using Reverie.Language.Models;
using Reverie.Language.Models.Mamba;
using Reverie.Language.Models.Rwkv;
using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Tests.Models;

/// <summary>Every family against numbers of the reference library, computed in double precision from the same files.</summary>
public sealed class GoldenModelTests
{
    public static TheoryData<string, string> Forwards => Cases("forward", name => name != "pad");

    public static TheoryData<string, string> Paddings => Cases("forward", name => name == "pad");

    public static TheoryData<string, string> Decodings => Cases("decode", _ => true);

    public static TheoryData<string, string> Gradients => Cases("grad", _ => true);

    [Theory]
    [MemberData(nameof(Forwards))]
    public void Forward_RecordedInputs_GivesRecordedStatesLogitsAndCaches(string model, string name)
    {
        using var fixture = new ModelFixture(model);
        using var noGrad = new NoGrad();
        double tolerance = fixture.Tolerance(name);
        var embeddings = fixture.Find($"{name}/inputs_embeds") ?? fixture.Model.Backbone.Embed(fixture[$"{name}/input_ids"]);
        using var state = fixture.Model.CreateState(embeddings.Size(0), 32);
        var output = fixture.Model.Forward(new SequenceInput(embeddings), state, hiddenStates: true);
        fixture.AssertClose($"{name}/logits", output.Logits, tolerance);
        Assert.Equal(fixture.Names.Count(entry => entry.StartsWith($"{name}/hidden_states.", StringComparison.Ordinal)), output.HiddenStates.Count);
        foreach (var (index, hidden) in output.HiddenStates.Index())
            fixture.AssertClose($"{name}/hidden_states.{index}", hidden, tolerance);
        AssertState(fixture, name, state, tolerance);
        Close.Assert("without a state", output.Logits, fixture.Model.Forward(new SequenceInput(embeddings)).Logits, tolerance);
    }

    [Theory]
    [MemberData(nameof(Paddings))]
    public void Forward_LeftPaddedRows_GivesRecordedNumbersWhereTheyAreReal(string model, string name)
    {
        using var fixture = new ModelFixture(model);
        using var noGrad = new NoGrad();
        double tolerance = fixture.Tolerance(name);
        var mask = fixture["pad/attention_mask"];
        var output = fixture.Model.Forward(fixture["pad/input_ids"], mask, fixture.Find("pad/position_ids"));
        fixture.AssertClose("pad/logits", output.Logits, tolerance, mask);
        fixture.AssertClose("pad/last_hidden_state", output.LastHiddenState, tolerance, mask);
        if (fixture.Find("pad/position_ids") is { } positions)
            Assert.Equal(positions.MaskedSelect(mask.Ne(0)).ToArray<long>(), LanguageModel.PositionsOf(mask).MaskedSelect(mask.Ne(0)).ToArray<long>());
        Assert.True(output.Logits.IsFinite().All().ItemInt64() != 0, "padded steps must stay finite, or they would spoil gradients");
    }

    [Theory]
    [MemberData(nameof(Decodings))]
    public void Forward_PrefillThenSingleSteps_GivesRecordedLogitsAndCaches(string model, string name)
    {
        using var fixture = new ModelFixture(model);
        using var noGrad = new NoGrad();
        double tolerance = fixture.Tolerance(name);
        var tokens = fixture[$"{name}/input_ids"];
        long prefill = fixture.Case(name).GetProperty("prefill").GetInt64();
        using var state = fixture.Model.CreateState(tokens.Size(0), tokens.Size(1));
        var logits = new List<Tensor> { fixture.Model.Forward(tokens.Narrow(1, 0, prefill), state: state).Logits };
        AssertState(fixture, $"{name}/after_prefill", state, tolerance);
        for (long t = prefill; t < tokens.Size(1); t++)
        {
            logits.Add(fixture.Model.Forward(tokens.Narrow(1, t, 1), state: state).Logits);
            if (t == prefill)
                AssertState(fixture, $"{name}/after_first_step", state, tolerance);
        }
        AssertState(fixture, $"{name}/after_last_step", state, tolerance);
        fixture.AssertClose($"{name}/logits", Tensor.Cat(logits.ToArray(), 1), tolerance);
    }

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Backward_RecordedLabels_GivesRecordedLossAndGradients(string model, string name) => CheckGradients(model, name, checkpointing: false);

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Backward_WithGradientCheckpointing_GivesTheSameGradients(string model, string name) => CheckGradients(model, name, checkpointing: true);

    private static void CheckGradients(string model, string name, bool checkpointing)
    {
        using var fixture = new ModelFixture(model);
        double tolerance = fixture.Tolerance(name);
        fixture.Model.Backbone.GradientCheckpointing = checkpointing;
        var embeddings = fixture.Model.Backbone.Embed(fixture["grad/input_ids"]);
        var probe = Tensor.Zeros(embeddings.Shape);
        probe.RequiresGrad = true;
        var loss = LanguageModel.Loss(fixture.Model.Forward(new SequenceInput(embeddings + probe)).Logits, fixture["grad/labels"]);
        Assert.Equal(fixture["grad/loss"].Item(), loss.Item(), tolerance);
        loss.Backward();
        fixture.AssertClose("grad/d_inputs_embeds", probe.Grad!, tolerance);
        var parameters = fixture.Model.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        int compared = 0;
        foreach (string recorded in fixture.Names.Where(entry => entry.StartsWith("grad/d.", StringComparison.Ordinal)))
        {
            string key = recorded["grad/d.".Length..];
            var parameter = parameters.GetValueOrDefault(key)
                ?? parameters.GetValueOrDefault($"{fixture.Model.Config.BackboneName}.{key}")
                ?? parameters[key.Replace(".embedding.", ".embeddings.", StringComparison.Ordinal)];
            fixture.AssertClose(recorded, parameter.Grad!, tolerance);
            compared++;
        }
        Assert.True(compared > 0);
    }

    /// <summary>Compares whatever the recording has of this state.</summary>
    private static void AssertState(ModelFixture fixture, string prefix, IBackboneState state, double tolerance)
    {
        for (int layer = 0; layer < fixture.Model.Config.LayerCount; layer++)
        {
            switch (state)
            {
                case KeyValueCache cache:
                    Check($"past_key.{layer}", () => cache.Keys(layer));
                    Check($"past_value.{layer}", () => cache.Values(layer));
                    break;
                case MambaState memory:
                    Check($"conv_states.{layer}", () => memory.Convolution(layer));
                    Check($"ssm_states.{layer}", () => memory.Recurrent(layer));
                    break;
                case RwkvState memory:
                    var wkv = memory.Wkv(layer);
                    Tensor[] parts = [memory.FeedForwardInput(layer), memory.AttentionInput(layer), wkv.Numerator, wkv.Denominator, wkv.Max];
                    foreach (var (index, part) in parts.Index())
                    {
                        if (fixture.Find($"{prefix}/state.{index}") is { } recorded)
                            Close.Assert($"{prefix}/state.{index}", recorded.Select(-1, layer), part, tolerance);
                    }
                    break;
            }
        }

        void Check(string name, Func<Tensor> actual)
        {
            if (fixture.Find($"{prefix}/{name}") is not null)
                fixture.AssertClose($"{prefix}/{name}", actual(), tolerance);
        }
    }

    private static TheoryData<string, string> Cases(string kind, Func<string, bool> wanted)
    {
        var data = new TheoryData<string, string>();
        foreach (var (model, entry) in ModelFixture.CasesOf(entry => entry.GetProperty("kind").GetString() == kind))
        {
            string name = entry.GetProperty("name").GetString()!;
            if (wanted(name))
                data.Add(model, name);
        }
        return data;
    }
}
