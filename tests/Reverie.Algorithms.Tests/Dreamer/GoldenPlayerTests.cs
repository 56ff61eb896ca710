using Reverie.Algorithms.Dreamer.Agents;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Data;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>Seven steps of acting, with episodes that begin in between, against SheepRL's player.</summary>
public sealed class GoldenPlayerTests
{
    private const int Environments = 3, Steps = 7;

    [Theory]
    [InlineData("visible")]
    [InlineData("visible_cont")]
    [InlineData("visible_multi")]
    public void Act_SevenTimes_IsAsRecorded(string variant)
    {
        using var scope = new TensorScope();
        using var agent = GoldenAgent.Load(variant, "player", "weights.");
        var (golden, model) = (agent.Golden, agent.Model);
        bool draws = model.Actions.IsContinuous;
        var noise = new RecordedNoise(draws ? [.. Enumerable.Range(0, Steps).Select(step => golden[$"step{step}.noise"])] : []);
        var policy = new DreamerPolicy(model, new ArgMaxSampler(), noise, Device.Cpu);
        policy.Begin(Environments);
        Near.Assert("init", golden["init.recurrent_state"], policy.State.Recurrent);
        Near.Assert("init", golden["init.stochastic_state"], policy.State.Stochastic);
        var seen = new StepBatch(new([.. model.Keys.Encoded], [], model.Actions), Environments);
        var actions = new ActionBatch(model.Actions, Environments);
        for (int step = 0; step < Steps; step++)
        {
            foreach (var rows in seen.Observations)
                golden[$"step{step}.obs.{rows.Spec.Name}"].ToBytes().CopyTo(rows.Bytes, 0);
            Array.Fill(seen.IsFirst, step == 0);
            if (agent.Json.GetProperty("resets_before_step").TryGetProperty($"{step}", out var resets))
            {
                foreach (var environment in resets.EnumerateArray())
                    seen.IsFirst[environment.GetInt32()] = true;
            }
            policy.Act(seen, new ActingOptions(Sample: draws), actions);
            Near.Assert($"recurrent {step}", golden[$"step{step}.recurrent_state"], policy.State.Recurrent);
            Near.Assert($"stochastic {step}", golden[$"step{step}.stochastic_state"], policy.State.Stochastic);
            Near.Assert($"actions {step}", golden[$"step{step}.actions"], policy.LastAction);
        }
        policy.End();
    }
}
