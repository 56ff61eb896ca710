namespace Reverie.Algorithms.Pretraining.Corpora;

/// <summary>Text that Reverie makes itself.</summary>
public enum CorpusKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>What agents see and do in MiniGrid and BabyAI, in words: <see cref="GridCorpus"/>.</summary>
    Grid,

    /// <summary>Situations of BabyAI and what its bot would do, as questions and answers: <see cref="GridAdviceCorpus"/>.</summary>
    GridAdvice,

    /// <summary>Sequences of a random Markov chain, the control: <see cref="MarkovCorpus"/>.</summary>
    Markov,
}
