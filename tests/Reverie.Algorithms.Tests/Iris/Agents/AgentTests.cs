using Reverie.Torch;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Tests.Iris.Agents;

public class AgentTests
{
    [Theory]
    [InlineData("reconstructed_obs", false)]
    [InlineData("original_obs", true)]
    public void Act_RecordedFrames_MatchesTheOriginal(string name, bool useOriginalObs)
    {
        using var scope = new TensorScope();
        using var fixture = new AgentFixture(useOriginalObs: useOriginalObs);
        fixture.Agent.Eval();
        var golden = Golden.Load("iris/world_model_env/act.safetensors");
        var frames = golden["observations_uint8"].Float() / 255;
        fixture.Agent.ActorCritic.Reset(frames.Size(0));
        var (actions, output) = fixture.Agent.Act(frames, new ArgMaxSampler());
        golden.AssertClose($"{name}.action", actions);
        golden.AssertClose($"{name}.logits_actions", output.LogitsActions.Select(1, 0));

        // What is sampled from at temperature 0.5.
        var seen = new RecordingSampler();
        fixture.Agent.ActorCritic.Reset(frames.Size(0));
        fixture.Agent.Act(frames, seen, temperature: 0.5);
        golden.AssertClose($"{name}.probabilities_temperature_0_5", seen.Logits!.Softmax(-1));
    }

    private sealed class RecordingSampler : ITokenSampler
    {
        public Tensor? Logits { get; private set; }

        public Tensor Sample(Tensor logits)
        {
            Logits = logits;
            return logits.ArgMax(-1);
        }
    }
}
