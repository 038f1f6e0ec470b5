/** Neural matrix factorisation (NeuMF): a product of factors and a multi-layer perceptron, fused. */
@NullMarked
package org.tandemrec.model.neumf;

import org.jspecify.annotations.NullMarked;
