using Reverie.Algorithms.Iris.Dreams;
using Reverie.Algorithms.Iris.Losses;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;
using Reverie.WorldModels.Sampling;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Tests.Iris.Evaluation;

/// <summary>
/// A world that counts, and a world model that knows it: an action a turns a frame of tokens n into one of n + a modulo 8. Reaching 0 is
/// rewarded, reaching 7 ends the episode.
/// </summary>
/// <param name="wrongAfter">Steps of a dream after which the model counts one too far; null: never.</param>
internal sealed class CountingWorld(int? wrongAfter = null)
    : WorldModel(Numbers, Numbers, new() { TokensPerBlock = TokensPerFrame + 1, MaxBlocks = 4 }), IFrameTokenizer
{
    internal const int Numbers = 8;
    internal const int TokensPerFrame = 2;

    int IFrameTokenizer.TokensPerFrame => TokensPerFrame;

    public int VocabularySize => Numbers;

    public FrameCost Cost => default;

    public Tensor EncodeTokens(Tensor frames) => frames.Long().Flatten(-3).Narrow(-1, 0, TokensPerFrame);

    public Tensor DecodeTokens(Tensor tokens) => throw new NotSupportedException("Nobody looks at this world.");

    public override WorldModelLosses ComputeLoss(in WorldModelBatch batch) => throw new NotSupportedException("Nothing is learnt here.");

    public override WorldModelPrediction Predict(Tensor tokens, Tensor actions) => throw new NotSupportedException("It only dreams.");

    public override IDream CreateDream(long batch) => new Dream(batch, wrongAfter ?? int.MaxValue);

    private sealed class Dream(long batch, int wrongAfter) : IDream
    {
        private Tensor? _frame;
        private int _steps;

        public long Batch => batch;

        public long ContextLength => 0;

        public bool HasRoom(bool predictNext) => true;

        public void Begin(Tensor tokens) => _frame = tokens.Clone().KeepAlive();

        public (ImaginedStep Answer, Tensor Tokens) Step(Tensor actions, ITokenSampler sampler, bool predictNext)
        {
            int mistake = ++_steps > wrongAfter ? 1 : 0;
            var next = (_frame! + actions.Unsqueeze(1) + mistake).Remainder(Numbers).Long();
            _frame!.Dispose();
            _frame = next.Clone().KeepAlive();
            var number = next.Select(1, 0);
            return (new(number.Eq(0).Float(), number.Eq(Numbers - 1)), next);
        }

        public void Dispose() => _frame?.Dispose();
    }
}
