using Reverie.Algorithms.Iris.Agents;
using Reverie.Torch;
using Reverie.Torch.Onnx;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Algorithms.Iris.Export;

/// <summary>
/// The policy of IRIS as an ONNX model: a frame as the environment gives it, through the tokenizer and back (the actor sees
/// reconstructions), then the actor-critic's convolutions, LSTM and heads. Everything is float32, whatever the run computed in.
/// </summary>
public static class IrisOnnx
{
    /// <summary>One step of the policy: image, h, c to action_probabilities, value, h_out, c_out.</summary>
    /// <param name="agent">Whose policy.</param>
    /// <param name="environment">What it was trained on.</param>
    /// <param name="actions">What its actions are called, in order.</param>
    /// <exception cref="TorchException">The tokenizer cannot be exported, or the weights are too large for one file.</exception>
    public static OnnxGraph Graph(Agent agent, string environment, IEnumerable<string> actions)
    {
        var (actor, options) = (agent.ActorCritic, agent.ActorCritic.Options);
        var graph = new OnnxGraph("iris")
        {
            Properties =
            {
                ["algorithm"] = "iris",
                ["environment"] = environment,
                ["actions"] = string.Join(", ", actions),
                ["image"] = "bytes 0 to 255, [batch, channel, row, column]; channels are red, green, blue",
                ["memory"] = "h and c: zeros at the start of an episode, then h_out and c_out of the step before",
            },
        };
        graph.NameWeights(agent.NamedParameters());
        var image = graph.Input("image", OnnxType.UInt8, "batch", options.InChannels, options.Resolution, options.Resolution);
        var h = graph.Input("h", OnnxType.Float32, "batch", options.LstmDim);
        var c = graph.Input("c", OnnxType.Float32, "batch", options.LstmDim);
        var frames = image.Float() / 255;
        var (logits, value, hidden, cell) = actor.Forward(options.UseOriginalObs ? frames : Reconstruct(agent, frames), h, c);
        graph.Output("action_probabilities", logits.Softmax(-1), OnnxType.Float32, "batch", actor.Actions);
        graph.Output("value", value.Squeeze(1), OnnxType.Float32, "batch");
        graph.Output("h_out", hidden, OnnxType.Float32, "batch", options.LstmDim);
        graph.Output("c_out", cell, OnnxType.Float32, "batch", options.LstmDim);
        return graph;
    }

    private static OnnxValue Reconstruct(Agent agent, OnnxValue frames) => agent.Tokenizer is Tokenizer tokenizer
        ? tokenizer.DecodeTokens(tokenizer.EncodeTokens(frames))
        : throw new TorchException($"The agent sees frames through a {agent.Tokenizer.GetType().Name}, which cannot be exported as ONNX.");
}
