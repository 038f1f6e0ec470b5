package org.tandemrec.nn;

/** One step of a cell over the rows of a window: what distinguishes a kind of cell from the others. */
sealed interface CellStep permits GruStep, ResetAfterStep, LstmStep, RnnStep {
    /** From the states before the step's rows and the inputs' products in the gates to the states after. */
    void forward(Window window, int step);

    /**
     * From the gradients by the states after the step's rows, but for what later steps hand back, to those by the gates' arguments,
     * in the gates, and by the states before; the latter are complete only where {@code wanted}.
     */
    void backward(Window window, int step, boolean wanted);

    /** Writes the gradient of the hidden weights, the product of the states before all {@code rows} and the gates' gradients. */
    void hiddenGradient(int rows);
}
