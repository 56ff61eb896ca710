using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.WorldModels.Tests.Tokenizers.Vq;

/// <summary>What every kind of tokenizer must do.</summary>
public sealed class TokenizerSuiteTests
{
    public static TheoryData<string> Kinds => [.. TokenizerKinds.Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ComputeLosses_AFewSteps_MakeReconstructionsBetter(string kind)
    {
        using var scope = new TensorScope();
        using var tokenizer = TokenizerKinds.Create(kind);
        using var optimizer = new Adam(tokenizer.Parameters().Where(parameter => parameter.RequiresGrad), 3e-3);
        TorchRuntime.ManualSeed(1);
        var frames = Checkers();
        var losses = new List<double>();
        for (int step = 0; step < 60; step++)
        {
            using var inner = new TensorScope();
            optimizer.ZeroGrad();
            var all = tokenizer.ComputeLosses(frames);
            all.Total.Backward();
            optimizer.Step();
            losses.Add(all.Reconstruction!.Item());
        }
        Assert.True(losses[^1] < 0.5 * losses[0], $"{losses[0]} became {losses[^1]}");
        Assert.All(tokenizer.Parameters(), parameter => Assert.NotNull(parameter.Grad));
        tokenizer.Eval();
        double error = (tokenizer.DecodeTokens(tokenizer.EncodeTokens(frames)) - (frames.Float() / 255)).Abs().Mean().Item();
        Assert.InRange(error, 0, 0.6 * losses[0]); // in [0, 1], which halves it
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EncodeAndDecode_Frame_GivesTheSameBitsInAnyCompany(string kind)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(3);
        using var tokenizer = TokenizerKinds.Create(kind);
        tokenizer.Eval();
        var frames = Tensor.Rand([9, 3, 16, 16], generator);
        var tokens = Tensor.Randint(0, 24, [9, tokenizer.TokensPerFrame], generator);
        Assert.Equal((24, 16), (tokenizer.VocabularySize, tokenizer.TokensPerFrame));
        float[] decoded = tokenizer.DecodeTokens(tokens).ToArray<float>(), reconstructed = tokenizer.EncodeDecode(frames).ToArray<float>();
        const int Size = 3 * 16 * 16;
        for (int count = 1; count < 9; count++)
        {
            Assert.Equal(decoded[..(count * Size)], tokenizer.DecodeTokens(tokens.Narrow(0, 0, count)).ToArray<float>());
            Assert.Equal(reconstructed[..(count * Size)], tokenizer.EncodeDecode(frames.Narrow(0, 0, count)).ToArray<float>());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void LoadStateDict_AfterTraining_GivesTheSameTokensAndFrames(string kind)
    {
        using var scope = new TensorScope();
        using var one = TokenizerKinds.Create(kind);
        using var other = TokenizerKinds.Create(kind, seed: 2);
        var frames = Checkers();
        one.ComputeLosses(frames);
        other.LoadStateDict(one.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor));
        Assert.Equal(one.EncodeTokens(frames).ToArray<long>(), other.EncodeTokens(frames).ToArray<long>());
        Assert.Equal(one.EncodeDecode(frames).ToArray<float>(), other.EncodeDecode(frames).ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void LiveCount_TrainingAndInference_IsFlat(string kind)
    {
        using var tokenizer = TokenizerKinds.Create(kind);
        long reference = 0;
        for (int step = 0; step < 4; step++)
        {
            using (new TensorScope())
            {
                var frames = Checkers();
                tokenizer.ComputeLosses(frames).Total.Backward();
                tokenizer.DecodeTokens(tokenizer.EncodeTokens(frames));
            }
            if (step == 1)
                reference = Tensor.LiveCount;
        }
        Assert.InRange(Tensor.LiveCount, 0, reference); // fewer: garbage of other tests has gone meanwhile
    }

    [Fact]
    public void ComputeLosses_Ema_MovesCodesOnlyWhileTraining()
    {
        using var scope = new TensorScope();
        using var tokenizer = TokenizerKinds.Create("ema");
        float[] before = tokenizer.Codebook.ToArray<float>();
        tokenizer.Eval();
        tokenizer.ComputeLosses(Checkers());
        Assert.Equal(before, tokenizer.Codebook.ToArray<float>());
        tokenizer.Train();
        tokenizer.ComputeLosses(Checkers());
        Assert.NotEqual(before, tokenizer.Codebook.ToArray<float>());
        Assert.False(tokenizer.Codebook.RequiresGrad);
    }

    [Fact]
    public void Create_WordsOfALanguageModel_AreTheCodes()
    {
        using var scope = new TensorScope();
        float[] words = TokenizerKinds.Words().Narrow(0, 0, 24).Flatten().ToArray<float>();
        using (var tied = TokenizerKinds.Create("tied_to_language wide"))
        {
            Assert.Equal(words, tied.Codebook.ToArray<float>());
            Assert.DoesNotContain(tied.NamedParameters(), entry => entry.Name.StartsWith("embedding", StringComparison.Ordinal));
        }
        using (var tied = TokenizerKinds.Create("tied_to_language"))
        {
            Assert.Equal([24, 8], tied.Codebook.Shape);
            var learning = Assert.Single(tied.NamedParameters(), entry => entry.Name.StartsWith("embedding", StringComparison.Ordinal));
            Assert.Equal("embedding.projection.weight", learning.Name);
            Assert.Equal(words, tied.StateDict().Single(entry => entry.Name == "embedding.words").Tensor.ToArray<float>());
        }
        using var generator = new Generator(1);
        var wide = TokenizerKinds.Options("from_language") with { EmbeddingSize = 12 };
        using (var learned = new Tokenizer(wide, generator, words: TokenizerKinds.Words()))
        {
            Assert.Equal(words, learned.Codebook.ToArray<float>());
            Assert.True(learned.Codebook.RequiresGrad);
        }
        using (var projected = TokenizerKinds.Create("from_language"))
        {
            // A random projection keeps the words' mean squared length, roughly at 24 words.
            double before = TokenizerKinds.Words().Narrow(0, 0, 24).Square().Sum().Item(), after = projected.Codebook.Square().Sum().Item();
            Assert.InRange(after / before, 0.6, 1.5);
        }
        var many = Assert.Throws<ArgumentException>(() => new Tokenizer(wide with { VocabularySize = 31 }, generator, words: TokenizerKinds.Words()));
        Assert.Contains("only 30 words", many.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Tokenizer(wide, generator));
    }

    [Theory]
    [InlineData("levels [8,5]", "set VocabularySize=40 and EmbeddingSize=2")]
    [InlineData("no levels", "FsqLevels needs two levels or more")]
    [InlineData("levels without fsq", "only Codebook=fsq uses it")]
    [InlineData("ema without ema", "only Codebook=ema uses it")]
    [InlineData("vit without vit", "only Type=vit uses it")]
    [InlineData("vit with channels", "are for convolutions")]
    [InlineData("vit of 5", "must be a multiple of vit.patch_size (5)")]
    [InlineData("vit of 3 heads", "must be a multiple of HeadCount (3)")]
    [InlineData("critic without weight", "no critic without a CriticLossWeight")]
    [InlineData("no loss", "are all 0")]
    public void Validate_WhatDoesNotFit_SaysWhatToChange(string mistake, string expected)
    {
        TokenizerOptions fsq = TokenizerKinds.Options("fsq"), vit = TokenizerKinds.Options("vit");
        var wrong = mistake switch
        {
            "levels [8,5]" => fsq with { FsqLevels = [8, 5] },
            "no levels" => fsq with { FsqLevels = [] },
            "levels without fsq" => fsq with { Codebook = CodebookKind.Learned },
            "ema without ema" => fsq with { Ema = new() { Decay = 0.5 } },
            "vit without vit" => vit with { Encoder = vit.Encoder with { Type = FrameCoderKind.Cnn } },
            "vit with channels" => vit with { Encoder = vit.Encoder with { Channels = 32 } },
            "vit of 5" => vit with { Encoder = vit.Encoder with { Vit = new() { PatchSize = 5 } } },
            "vit of 3 heads" => vit with { Encoder = vit.Encoder with { Vit = new() { PatchSize = 4, EmbeddingSize = 32, HeadCount = 3 } } },
            "critic without weight" => fsq with { Critic = new() { HiddenSize = 3 } },
            _ => fsq with { L1Weight = 0, L2Weight = 0 },
        };
        using var generator = new Generator(1);
        var error = Assert.Throws<ArgumentException>(() => new Tokenizer(wrong, generator));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Eight frames of two colours each, in squares of four pixels.</summary>
    private static Tensor Checkers()
    {
        byte[] pixels = new byte[8 * 3 * 16 * 16];
        for (int i = 0; i < pixels.Length; i++)
        {
            int frame = i / (3 * 256), channel = i / 256 % 3, row = i / 16 % 16, column = i % 16;
            bool isDark = ((row / 4) + (column / 4) + frame) % 2 == 0;
            pixels[i] = (byte)(isDark ? 40 : 90 + (50 * ((channel + frame) % 3)));
        }
        return Tensor.From(pixels, 8, 3, 16, 16);
    }
}
